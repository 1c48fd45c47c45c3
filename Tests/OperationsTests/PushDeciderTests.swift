import Ledger
@testable import Operations
import RemoteAPI
import Roster
import Testing

/// What a batch does next, one line per step: what happened, and what is done.
@Suite struct PushDeciderTests {
  private func play(
    _ rows: Int,
    _ settings: PushDecider.Settings,
    _ script: [(PushEvent, String)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> PushDecider {
    var decider = PushDecider(PushStage.rows(rows), settings: settings)
    for (step, (event, expected)) in script.enumerated() {
      let done = decider.receive(event).map(\.reported).joined(separator: "; ")
      #expect(done == expected, "step \(step)", sourceLocation: sourceLocation)
    }
    return decider
  }

  @Test func `rows are read, sent a few at a time, and read again`() {
    let decider = play(
      3,
      PushStage.settings(),
      [
        (.began, "read 0,1,2"),
        (PushStage.reading([0, 1, 2]), "send 0; send 1"),
        (PushStage.answer(1, .accepted), "record 0 accepted; send 2"),
        (PushStage.answer(2, PushStage.rejected), "record 1 rejected"),
        (PushStage.answer(3, PushStage.uncertain), "record 2 uncertain; rest"),
        (.rested, "read 0,1,2"),
        // A row that was refused and is there all the same is not as it was said to be.
        (PushStage.reading([0, 1, 2], PushStage.wanted), "revise 1 uncertain; close finished"),
        (.cancelled, ""),
      ]
    )
    #expect(decider.statuses == [.accepted, .uncertain, .uncertain])
    #expect(decider.failure == nil)
  }

  @Test func `what may have been applied is sent again, and a refusal then proves nothing`() {
    let busy = CallRefusal.Remedy.again(.busy)
    let decider = play(
      2,
      PushStage.settings(inFlight: 1),
      [
        (.began, "read 0,1"), (PushStage.reading([0, 1]), "send 0"),
        (PushStage.inDoubt(1, busy), "record 0 uncertain; pause busy 1; send 1"),
        (PushStage.answer(2, .accepted), "record 1 accepted"), (.paused(call: 1), "send 0"),
        (PushStage.answer(3, PushStage.rejected), "record 0 uncertain; rest"),
        (.rested, "read 0,1"),
        (PushStage.reading([0, 1], PushStage.wanted), "close finished"),
      ]
    )
    #expect(decider.statuses == [.uncertain, .accepted])
  }

  @Test func `what may have been applied stops the batch where that is all there is`() {
    let decider = play(
      2,
      PushStage.settings(inFlight: 1),
      [
        (.began, "read 0,1"), (PushStage.reading([0, 1]), "send 0"),
        (PushStage.inDoubt(1, .stop), "record 0 uncertain; rest"), (.rested, "read 0"),
        (PushStage.reading([0]), "close failed"),
      ]
    )
    #expect(decider.statuses == [.uncertain, .notSent])
  }

  @Test func `a row that moved, or whose user is gone, is left out`() {
    let decider = play(
      3,
      PushStage.settings(),
      [
        (.began, "read 0,1,2"),
        (
          .read([
            "u0": [CellAddress(PushStage.field): PushStage.wanted],
            "u2": [CellAddress(PushStage.field): PushStage.was],
          ]), "skip 0; skip 1; send 2"
        ),
        (PushStage.answer(1, .accepted), "record 2 accepted; rest"), (.rested, "read 2"),
        (PushStage.reading([2], PushStage.wanted), "close finished"),
      ]
    )
    #expect(decider.statuses == [.skipped, .skipped, .accepted])
  }

  @Test(arguments: ["before the sending", "after the canary", "at the end"])
  func `a reading that the log does not take ends the batch`(_ place: String) {
    let full = (PushEvent.readingNotAppended(StagedError(name: "full")), "close failed")
    let sent: [(PushEvent, String)] = [
      (.began, "read 0"), (PushStage.reading([0]), "send 0"),
      (PushStage.answer(1, .accepted), "record 0 accepted; rest"), (.rested, "read 0"), full,
    ]
    let decider =
      switch place {
      case "before the sending":
        play(1, PushStage.settings(), [(.began, "read 0"), full])
      case "after the canary": play(1, PushStage.settings(canary: 1), sent)
      default: play(1, PushStage.settings(), sent)
      }
    #expect(decider.isClosed)
    #expect(decider.failure?.name == "full")
  }

  @Test func `a part is read only when the one before it is done`() {
    _ = play(
      5,
      PushStage.settings(inFlight: 9),
      [
        (.began, "read 0,1,2,3"),
        (PushStage.reading([0, 1, 2, 3]), "send 0; send 1; send 2; send 3"),
        (PushStage.answer(4, .accepted), "record 3 accepted"),
        (PushStage.answer(1, .accepted), "record 0 accepted"),
        (PushStage.answer(2, .accepted), "record 1 accepted"),
        (PushStage.answer(3, .accepted), "record 2 accepted; read 4"),
      ]
    )
  }

  @Test func `what was throttled is recorded, and sent again after a wait`() {
    _ = play(
      1,
      PushStage.settings(),
      [
        (.began, "read 0"), (PushStage.reading([0]), "send 0"),
        (
          PushStage.notApplied(1, .again(.throttled)), "record 0 rejected; pause throttled 1"
        ),
        (.paused(call: 1), "send 0"),
        (PushStage.notApplied(2, .again(.busy)), "record 0 rejected; pause busy 2"),
        (.paused(call: 2), "send 0"), (PushStage.answer(3, .accepted), "record 0 accepted; rest"),
      ]
    )
  }

  @Test func `a call that fares no better next time stops the batch`() {
    let decider = play(
      4,
      PushStage.settings(),
      [
        (.began, "read 0,1,2,3"), (PushStage.reading([0, 1, 2, 3]), "send 0; send 1"),
        (PushStage.notApplied(1, .stop), "record 0 rejected"),
        (PushStage.answer(2, .accepted), "record 1 accepted; rest"), (.rested, "read 0,1"),
        (PushStage.reading([0, 1]), "close failed"),
      ]
    )
    #expect(decider.statuses == [.rejected, .accepted, .notSent, .notSent])
    #expect(decider.failure?.name == "staged")
  }

  @Test func `cancelling awaits what is under way, and drops what waits`() {
    let decider = play(
      4,
      PushStage.settings(),
      [
        (.began, "read 0,1,2,3"), (PushStage.reading([0, 1, 2, 3]), "send 0; send 1"),
        (
          PushStage.notApplied(1, .again(.throttled)),
          "record 0 rejected; pause throttled 1; send 2"
        ),
        (.cancelled, ""), (.paused(call: 1), ""),
        (PushStage.answer(2, .accepted), "record 1 accepted"),
        (PushStage.answer(3, PushStage.uncertain), "record 2 uncertain; rest"),
        (.rested, "read 0,1,2"), (.notRead(StagedError(name: "down")), "close interrupted"),
      ]
    )
    #expect(decider.statuses == [.rejected, .accepted, .uncertain, .notSent])
    #expect(decider.failure == nil)
    #expect(decider.readBackFailure?.name == "down")
  }

  @Test func `the canary goes first, and the rest only when it is as written`() {
    let good = play(
      3,
      PushStage.settings(canary: 1),
      [
        (.began, "read 0"), (PushStage.reading([0]), "send 0"),
        (PushStage.answer(1, .accepted), "record 0 accepted; rest"), (.rested, "read 0"),
        (PushStage.reading([0], PushStage.wanted), "read 1,2"),
        (PushStage.reading([1, 2]), "send 1; send 2"),
        (PushStage.answer(2, .accepted), "record 1 accepted"),
        (PushStage.answer(3, .accepted), "record 2 accepted; rest"), (.rested, "read 1,2"),
        (PushStage.reading([1, 2], PushStage.wanted), "close finished"),
      ]
    )
    #expect(good.failure == nil)
    let bad = play(
      3,
      PushStage.settings(canary: 1),
      [
        (.began, "read 0"), (PushStage.reading([0]), "send 0"),
        (PushStage.answer(1, .accepted), "record 0 accepted; rest"), (.rested, "read 0"),
        (PushStage.reading([0]), "close failed"),
      ]
    )
    #expect(bad.failure?.name == "canaryFailed")
    #expect(bad.statuses == [.accepted, .notSent, .notSent])
  }

  @Test func `a log that takes nothing more stops everything at once`() {
    let decider = play(
      3,
      PushStage.settings(),
      [
        (.began, "read 0,1,2"), (PushStage.reading([0, 1, 2]), "send 0; send 1"),
        (.notLeft(call: 2, StagedError(name: "full")), ""),
        (PushStage.answer(1, .accepted), "record 0 accepted; close failed"),
      ]
    )
    #expect(decider.statuses == [.accepted, .notSent, .notSent])
  }

  @Test func `a system that cannot be read gets its rows in batches`() {
    _ = play(
      5,
      PushStage.settings(inFlight: 1, rowsPerCall: 2, canRead: false),
      [
        (.began, "send 0,1"),
        (
          .answered(call: 1, .answered([.accepted, PushStage.rejected], PushStage.facts)),
          "record 0,1 accepted; send 2,3"
        ),
        (
          .answered(call: 2, .answered([.accepted, .accepted], PushStage.facts)),
          "record 2,3 accepted; send 4"
        ),
        (
          .answered(call: 3, .answered([.accepted], PushStage.facts)),
          "record 4 accepted; close finished"
        ),
      ]
    )
  }
}
