import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// A row's fate is that of the batch and all retries of it.
@Suite struct RetryFamilyTests {
  private func contacts(_ scene: PushScene, _ user: Verbatim) async -> Int {
    await scene.server.withCompany { $0.items(user, group: "sys06") }
  }

  @Test func `what one retry applied is not sent again by another`() async throws {
    try await PushScene.play(people: 6) { scene in
      let people = Array(await scene.people().prefix(4))
      var before: [Verbatim: Int] = [:]
      for user in people { before[user] = await contacts(scene, user) }
      try await scene.server.withSimulation { $0.faults = try Faults("update.code:400002=1") }
      let pushed = try await scene.push(people.map { wants($0, [], adding: [contact("新")]) })
      #expect(pushed.result.counts.rejected == 4)
      // The first retry stops after its canary, and leaves rows behind that were not sent.
      var rules = PushScene.generous
      rules.canary = 1
      try await scene.server.withSimulation { simulation in
        let calls = simulation.journal.count { $0.endpoint == .update }
        simulation.faults = try Faults("update#\(calls + 1)=code:400002")
      }
      let first = try await scene.retry(pushed.result.operation, rules: rules)
      #expect(first.result.counts.notSent == 3)
      await scene.server.withSimulation { $0.faults = .none }
      let second = try await scene.retry(pushed.result.operation)
      #expect(second.result.counts.accepted == 4)
      // And now the first retry again: its rows were sent by the second.
      let third = try await scene.retry(first.result.operation)
      #expect(third.result.operation == 0)
      #expect(third.result.counts.rows == 0)
      for user in people { #expect(await contacts(scene, user) == (before[user] ?? 0) + 1) }
    }
  }

  @Test func `a row that a killed retry sent is settled there before it is sent again`()
    async throws
  {
    try await PushScene.play(people: 6) { scene in
      let user = await scene.people()[0]
      let before = await contacts(scene, user)
      try await scene.server.withSimulation { $0.faults = try Faults("update#1=code:400002") }
      let batch = try await scene.push([wants(user, [], adding: [contact("新")])]).result.operation
      let death = Death()
      let left = scene.folder.path("left")
      var tools = scene.tools()
      // Opening, catalog, reading, intended, reading, call.
      tools.die(after: 6, leaving: left, death)
      let request = RetryRequest(batch: batch, rules: PushScene.generous, author: PushScene.author)
      _ = try await runRetry(request, tools: tools) { _ in true }
      #expect(death.hasCome)
      var after = scene.tools()
      after.ledger = try Ledger.open(at: left)
      scene.clock.advance(by: .seconds(60))
      let blind = try await runRetry(request, tools: after) { _ in true }
      #expect(blind.review.leftAlone.first?.why.contains("Settle that batch first") == true)
      let retry = try #require(try after.ledger.batches().last).operation.operation
      _ = try await runSettle(
        SettleRequest(batch: retry, author: PushScene.author),
        tools: after
      )
      #expect(try await runRetry(request, tools: after) { _ in true }.result.operation == 0)
      #expect(await contacts(scene, user) == before + 1)
    }
  }

  @Test func `a batch without a recorded row is no success, and says how to go on`()
    async throws
  {
    try await PushScene.play(people: 3) { scene in
      let user = await scene.people()[0]
      let left = scene.folder.path("left")
      var tools = scene.tools()
      // Opening, catalog, reading.
      tools.die(after: 3, leaving: left, Death())
      let request = PushRequest(
        changes: [wants(user, [("sys00-remark", "n")])],
        rules: PushScene.generous,
        author: PushScene.author
      )
      _ = try await runPush(request, tools: tools) { _ in true }
      var after = scene.tools()
      after.ledger = try Ledger.open(at: left)
      await #expect(throws: PushError.nothingRecorded(1)) {
        try await runRetry(
          RetryRequest(batch: 1, rules: PushScene.generous, author: PushScene.author),
          tools: after
        ) { _ in true }
      }
      await #expect(throws: PushError.nothingRecorded(1)) {
        try await after.rollBack(1, assumes: false)
      }
    }
  }
}
