import Ledger
import LedgerHistory
import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Synchronization
import Testing

/// A push, and fetches of the same system in the same process while it runs.
@Suite struct PushBesideFetchTests {
  @Test(arguments: [Quirks.lenient, .strict])
  func `each change is the batch's own, whatever fetches record meanwhile`(
    _ quirks: Quirks
  ) async throws {
    try await PushScene.play(people: 150, quirks: quirks) { scene in
      _ = try await scene.fetch()
      let failing = await scene.server.withSimulation { $0.failingUsers }
      let people = await scene.people().filter { !failing.contains($0) }
      let written = people.prefix(80)
      let changes = written.enumerated().map { wants($1, [("sys00-remark", "新\($0)")]) }
      let isPushed = Mutex(false)
      async let fetches = fetchUntil(scene) { isPushed.withLock { $0 } }
      let pushed = try await scene.push(changes)
      isPushed.withLock { $0 = true }
      let left = try await fetches
      #expect(pushed.error == nil && pushed.result.counts.accepted == written.count)
      #expect(left.isSubset(of: Set(written)))
      let lines = try scene.lines(pushed.result.operation)
      for user in written {
        #expect(lines[user]?.changes.allSatisfy { $0.isVerified == true } == true, "\(user)")
      }
      var drifted: [DriftedCell] = []
      try scene.ledger.drift(DriftFilter(system: .dingtalk)) { drifted.append($0) }
      #expect(drifted.isEmpty)
      #expect(try await scene.fetch().result.changed == 0)
      try scene.checkBook()
    }
  }

  /// Fetches again and again until something is done.
  ///
  /// - Returns: The users whom fetches left to the push.
  private func fetchUntil(
    _ scene: PushScene,
    _ isDone: @Sendable () -> Bool
  ) async throws -> Set<Verbatim> {
    var left: Set<Verbatim> = []
    repeat {
      let outcome = try await scene.fetch()
      #expect(outcome.error == nil)
      left.formUnion(outcome.leftToOthers)
    } while !isDone()
    return left
  }
}
