import Ledger
@testable import LedgerHistory
import Roster

// Cells that later batches of ours wrote, and rows with an unknown result.
extension RollbackDeciderTests {
  static let casesOfOurs: [Case] = [
    Case(
      testDescription: "a later batch wrote the very same",
      rewrites: [later(8, "new", 25)],
      expected: "set old"
    ),
    Case(
      testDescription: "a later batch wrote it, and stands",
      later: [.text("their new")],
      now: .text("their new"),
      rewrites: [later(8, "their new", 25)],
      expected: "rewrittenByBatch batch 8 …25"
    ),
    Case(
      testDescription: "a later batch wrote it, and was rolled back",
      later: [.text("their new"), .text("new")],
      rewrites: [later(8, "their new", 25), later(9, "new", 35, isUndo: true)],
      expected: "set old"
    ),
    Case(
      testDescription: "a later batch was rolled back, and that was rolled back again",
      later: [.text("their new"), .text("new"), .text("their new")],
      now: .text("their new"),
      rewrites: [
        later(8, "their new", 25), later(9, "new", 35, isUndo: true),
        later(10, "their new", 45, isUndo: true),
      ],
      expected: "rewrittenByBatch batch 8 …25"
    ),
    Case(
      testDescription: "a later batch wrote it, and then another person did",
      later: [.text("their new"), .text("theirs")],
      now: .text("theirs"),
      rewrites: [later(8, "their new", 25)],
      expected: "changedSince outside 30…40"
    ),
    Case(
      testDescription: "a later batch was rolled back, and another person was there in between",
      later: [.text("their new"), .text("theirs"), .text("new")],
      rewrites: [later(8, "their new", 25), later(9, "new", 45, isUndo: true)],
      expected: "observedOtherwiseInBetween outside 30…40"
    ),
    Case(
      testDescription: "an earlier batch was rolled back over it",
      later: [.text("older")],
      now: .text("older"),
      rewrites: [later(9, "older", 25, isUndo: true)],
      expected: "rewrittenByBatch batch 9 …25"
    ),
    Case(
      testDescription: "a later batch may have written it",
      rewrites: [later(8, "their new", 40, isOpen: true)],
      expected: "rewrittenByBatch batch 8 …40"
    ),
    Case(
      testDescription: "a later batch may have written it, and what is there says that it did not",
      rewrites: [later(8, "their new", 40, isOpen: true, isUndecidable: true)],
      expected: "set old"
    ),
    Case(
      testDescription: "nobody could tell whether it was written, and what is there says so",
      status: .uncertain,
      settled: .undecidable,
      expected: "set old"
    ),
  ]

  static func later(
    _ batch: OperationNumber,
    _ to: Verbatim,
    _ sent: EntryID,
    isOpen: Bool = false,
    isUndecidable: Bool = false,
    isUndo: Bool = false
  ) -> LaterWrite {
    LaterWrite(
      batch: batch,
      address: cell,
      to: .text(to),
      sent: sent,
      sentAt: at(sent),
      isOpen: isOpen,
      isUndecidable: isUndecidable,
      isUndo: isUndo
    )
  }
}
