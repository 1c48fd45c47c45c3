@testable import LedgerHistory
import Ledger
@testable import Operations
import Roster
import Testing

/// Items of detail groups come and go, and take each other's places; an undo must find the right one.
@Suite struct RollbackItemTests {
  /// A group with two fields: each item is `school/major`; `-` is no value.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var before: [String] = ["A/x", "B/y"]
    /// Which item's major the batch wrote, and what; an index beyond the last adds an item.
    var wrote: (item: Int, as: String) = (1, "B/z")
    var first: [String]
    var later: [[String]] = []
    let now: [String]
    let expected: [String]
  }

  static let cases: [Case] = [
    Case(
      testDescription: "nothing moved",
      first: ["A/x", "B/z"],
      now: ["A/x", "B/z"],
      expected: ["1 major y"]
    ),
    Case(
      testDescription: "an item before it was removed",
      first: ["A/x", "B/z"],
      now: ["B/z"],
      expected: ["0 major y"]
    ),
    Case(
      testDescription: "an item was inserted before it",
      first: ["A/x", "B/z"],
      now: ["N/n", "A/x", "B/z"],
      expected: ["2 major y"]
    ),
    Case(
      testDescription: "all were reordered, and seen so on the way",
      before: ["A/x", "B/y", "C/x"],
      first: ["A/x", "B/z", "C/x"],
      later: [["C/x", "A/x", "B/z"]],
      now: ["B/z", "C/x", "A/x"],
      expected: ["0 major y"]
    ),
    Case(
      testDescription: "it was removed, and another stands in its place",
      before: ["A/x", "B/y", "C/z"],
      first: ["A/x", "B/z", "C/z"],
      now: ["A/x", "C/z"],
      expected: ["changedSince"]
    ),
    Case(
      testDescription: "another field of it was changed",
      first: ["A/x", "B/z"],
      now: ["A/x", "Q/z"],
      expected: ["changedSince"]
    ),
    Case(
      testDescription: "it was away in between",
      first: ["A/x", "B/z"],
      later: [["A/x"], ["A/x", "B/z"]],
      now: ["A/x", "B/z"],
      expected: ["observedOtherwiseInBetween"]
    ),
    Case(
      testDescription: "it was another in between, and moved",
      first: ["A/x", "B/z"],
      later: [["A/x", "B/q"]],
      now: ["B/z", "A/x"],
      expected: ["observedOtherwiseInBetween"]
    ),
    Case(
      testDescription: "another like it was added",
      first: ["A/x", "B/z"],
      now: ["A/x", "B/z", "B/z"],
      expected: ["itemAmbiguous"]
    ),
    Case(
      testDescription: "it became like another, and nothing moved",
      before: ["B/z", "B/y"],
      first: ["B/z", "B/z"],
      now: ["B/z", "B/z"],
      expected: ["1 major y"]
    ),
    Case(
      testDescription: "it became like another, and one of them went",
      before: ["B/z", "B/y"],
      first: ["B/z", "B/z"],
      now: ["B/z"],
      expected: ["itemAmbiguous"]
    ),
    Case(
      testDescription: "the items had shifted before they were first seen",
      before: ["A/x", "B/y", "C/z"],
      first: ["B/z", "C/z"],
      now: ["B/z", "C/z"],
      expected: ["0 major y"]
    ),
    Case(
      testDescription: "the tenant dropped the items that the batch did not mention",
      first: ["B/z"],
      now: ["B/z"],
      expected: ["0 major y"]
    ),
    Case(
      testDescription: "nothing like it was ever seen",
      first: ["A/x", "C/z"],
      now: ["A/x", "C/z"],
      expected: ["itemMissing"]
    ),
    Case(
      testDescription: "an item was added: it is blanked",
      wrote: (2, "N/n"),
      first: ["A/x", "B/y", "N/n"],
      now: ["A/x", "B/y", "N/n"],
      expected: ["2 major ", "2 school ", "residual", "residual"]
    ),
    Case(
      testDescription: "an item was added, and moved up",
      wrote: (2, "N/n"),
      first: ["A/x", "B/y", "N/n"],
      now: ["B/y", "N/n"],
      expected: ["1 major ", "1 school ", "residual", "residual"]
    ),
    Case(
      testDescription: "an item was added like one that was there, which went",
      wrote: (2, "B/y"),
      first: ["A/x", "B/y", "B/y"],
      now: ["A/x", "B/y"],
      expected: ["itemAmbiguous", "itemAmbiguous"]
    ),
  ]

  private static let school: FieldCode = "sys03-school"
  private static let major: FieldCode = "sys03-major"

  @Test(arguments: cases)
  func `the right item is put back, or none`(_ row: Case) {
    let adds = row.wrote.item >= row.before.count
    let parts = row.wrote.as.split(separator: "/").map { Content.text(Verbatim(String($0))) }
    let major = CellAddress(Self.major, row.wrote.item)
    let school = CellRef(CellAddress(Self.school, row.wrote.item))
    var changes = [
      BatchChange(
        cell: CellRef(major),
        action: adds ? .append : .set,
        from: cells(row.before)[major],
        to: parts[1]
      )
    ]
    if adds {
      changes.append(BatchChange(cell: school, action: .append, to: parts[0]))
    }
    let responses = [Self.school, Self.major].map { ($0, RollbackDeciderTests.moment(20, by: 5)) }
    var observed: [ObservedValue] = []
    var known = cells(row.before)
    for (index, items) in ([row.first] + row.later).enumerated() {
      let next = cells(items)
      let read = RollbackDeciderTests.moment(EntryID(20 + 10 * index), by: index == 0 ? 5 : 6)
      for address in Set(known.keys).union(next.keys).sorted() where known[address] != next[address]
      {
        let content = next[address] ?? .gone
        observed.append(ObservedValue(address: address, content: content, recorded: read))
      }
      known = next
    }
    let trace = WriteTrace(
      line: BatchLine(
        intended: 9,
        user: "u",
        status: .accepted,
        changes: changes,
        sent: 10,
        sentAt: RollbackDeciderTests.at(10)
      ),
      observedBefore: cells(row.before),
      answeredBefore: [Self.school, Self.major],
      firstAnswers: Dictionary(uniqueKeysWithValues: responses),
      lastAnswers: Dictionary(uniqueKeysWithValues: responses),
      observedAfter: observed
    )
    let context = RollbackDecider(
      system: .dingtalk,
      batch: 5,
      catalog: [
        RollbackDeciderTests.field(Self.school, "学校", isDetail: true),
        RollbackDeciderTests.field(Self.major, "专业", isDetail: true),
      ],
      now: ["u": cells(row.now)],
      asked: [Self.school, Self.major],
      at: RollbackDeciderTests.at(90)
    )
    let review = context.decide([trace])
    #expect(reported(review) == row.expected)
  }

  /// What is put back, left alone or impossible, a line each.
  private func reported(_ review: BatchReview) -> [String] {
    review.changes.flatMap(\.edits).map { edit -> String in
      let value = if case .set(let part) = edit.edit { part.shown?.text ?? "" } else { "" }
      return "\(edit.address.item) \(edit.address.field.text.dropFirst(6)) \(value)"
    } + review.leftAlone.map(\.reason.rawValue)
      + review.impossible.map { $0.isResidual ? "residual" : $0.why }
  }

  private func cells(_ items: [String]) -> [CellAddress: Content] {
    var cells: [CellAddress: Content] = [:]
    for (index, item) in items.enumerated() {
      let parts = item.split(separator: "/").map(String.init)
      for (field, part) in zip([Self.school, Self.major], parts) where part != "-" {
        cells[CellAddress(field, index)] = .text(Verbatim(part))
      }
    }
    return cells
  }
}
