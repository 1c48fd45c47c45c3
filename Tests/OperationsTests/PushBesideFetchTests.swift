import Ledger
import LedgerHistory
import LedgerVerification
@testable import Operations
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

  @Test(arguments: [4, 6, 9, 20, 37, 52])
  func `if the process dies, both are interrupted, and settle and retry complete the batch`(
    commits: Int
  ) async throws {
    try await PushScene.play(people: 60) { scene in
      _ = try await scene.fetch()
      let people = await scene.people().prefix(24)
      let (death, left) = (Death(), scene.folder.path("left"))
      let isOver = Mutex(false)
      var tools = scene.tools(system: DyingSystem(living: scene.system, death: death))
      tools.die(after: commits, leaving: left, death)
      let changes = people.enumerated().map { number, user in
        number.isMultiple(of: 4)
          ? wants(user, [], adding: [contact("neu\(number)")])
          : wants(user, [("sys00-remark", "neu\(number)")])
      }
      async let fetches = fetchUntil(scene) { isOver.withLock { $0 } }
      let request = PushRequest(
        changes: changes,
        rules: PushScene.generous,
        author: PushScene.author
      )
      _ = try await runPush(request, tools: tools) { _ in true }
      isOver.withLock { $0 = true }
      _ = try await fetches
      try await complete(scene, people: Array(people), on: try Ledger.open(at: left))
    }
  }

  /// Completes the batch of a process that died, and checks that each row was applied once.
  private func complete(_ scene: PushScene, people: [Verbatim], on ledger: Ledger) async throws {
    let batch = try #require(try ledger.operations().first { $0.kind == .push }).operation
    let lines = try ledger.batch(batch)?.1 ?? []
    #expect(lines.count == people.count)
    #expect(try ledger.operations().allSatisfy { $0.status != .running })
    var tools = scene.tools()
    tools.ledger = ledger
    let settled = try await runSettle(
      SettleRequest(batch: batch, author: PushScene.author),
      tools: tools
    )
    #expect(settled.undecidable == 0)
    #expect(settled.rows.count == lines.count { $0.status == .uncertain })
    let retry = RetryRequest(batch: batch, rules: PushScene.generous, author: PushScene.author)
    let again = try await runRetry(retry, tools: tools) { _ in true }
    #expect(again.review.leftAlone.isEmpty)
    for user in people {
      #expect(try scene.updates()[user]?.count { $0.entry.isApplied } == 1, "\(user)")
    }
    #expect(try ledger.verify().findings == [])
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
