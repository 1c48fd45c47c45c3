import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Testing

/// Batches in a ledger that was once written with a clock in the future.
@Suite struct WrongClockTests {
  private static let years = Duration.seconds(4 * 365 * 86_400)

  @Test(arguments: [true, false])
  func `an undo, a settlement and a retry wait no longer than they say`(
    isPushedInTheFuture: Bool
  ) async throws {
    try await PushScene.play(people: 4) { scene in
      let start = scene.clock.now()
      let people = await scene.people()
      scene.clock.set(to: start + Self.years)
      if isPushedInTheFuture {
        _ = try await scene.push(people.map { wants($0, [("sys00-remark", "neu")]) })
        scene.clock.set(to: start)
      } else {
        _ = try await scene.push([wants(people[0], [("sys02-address", "anywhere")])])
        scene.clock.set(to: start)
        _ = try await scene.push(people.map { wants($0, [("sys00-remark", "neu")]) })
      }
      let batch = try #require(try scene.ledger.batches().last?.operation.operation)
      let before = scene.clock.monotonic()
      _ = try await scene.settle(batch)
      let rollback = try await scene.rollBack(batch)
      #expect(rollback.error == nil)
      #expect(rollback.restored == people.count, "\(rollback.review)")
      _ = try await scene.retry(batch)
      // Each of them moves the clock by a minute, and waits for some seconds.
      #expect(scene.clock.monotonic() - before < .seconds(600))
      try scene.checkBook()
    }
  }
}
