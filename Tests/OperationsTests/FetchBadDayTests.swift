import LedgerHistory
import LedgerStorage
import DingTalk
import Ledger
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Synchronization
import Testing

/// Does something at most once.
private final class Once: Sendable {
  private let action = Mutex<(@Sendable () -> Void)?>(nil)

  func set(_ body: @escaping @Sendable () -> Void) { action.withLock { $0 = body } }

  func run() { action.withLock { $0 }?() }
}

@Suite struct FetchBadDayTests {
  /// Tries everything once.
  private static let impatient: RetryPolicy = {
    let once = RetryPolicy.Rule(attempts: 1, first: .zero, cap: .zero)
    return RetryPolicy(throttled: once, busy: once, failed: once)
  }()

  /// Little about everybody, so that many pages take little time.
  private static let slim = Stage.request(fields: ["sys00-name", "sys00-mobile"])

  @Test func `one bad user among 250 is found and recorded, and the others are kept`()
    async throws
  {
    try await FetchScene.play(people: 250) { scene in
      let bad = await scene.people()[137]
      await scene.server.withSimulation { $0.faults.failUsers = [bad: 400_023] }
      let outcome = try await scene.fetch()
      #expect(outcome.result.status == .finished)
      #expect(outcome.result.users == 249)
      #expect(outcome.result.notReturned == 1)
      #expect(
        outcome.result.findings
          == [
            Finding(kind: .usersNotReturned, operation: 1, count: 1)
          ]
      )
      #expect(try scene.entries(.notReturned).map(\.user) == [bad])
      #expect(Set(try scene.roster().map(\.user)).count == 249)
      // Three pages, and two calls for each of the seven times that a hundred is halved.
      #expect(scene.server.journal(.list).count <= 3 + 2 * 7)
      try scene.checkBook()
    }
  }

  @Test(arguments: [
    "throttle=0.2", "500=0.2", "busy=0.1", "drop=0.2", "list.dropAfter=0.3", "expireToken=0.02",
    "throttle=0.05,500=0.05,drop=0.05,dropAfter=0.05,busy=0.05",
  ])
  func `what passes is tried again until all is there`(_ faults: String) async throws {
    try await FetchScene.play(people: 120, faults: faults) { scene in
      let outcome = try await scene.fetch()
      #expect(outcome.error == nil, "\(outcome.error?.message ?? "")")
      #expect(outcome.result.values == (await scene.server.withCompany { $0.countValues() }))
      #expect(outcome.result.users == 120)
      try scene.checkBook()
    }
  }

  @Test func `a call without a response is given up and tried again`() async throws {
    try await FetchScene.play(
      people: 120,
      faults: "list#1=timeout,users#2=timeout",
      timeout: .seconds(8)
    ) { scene in
      let outcome = try await scene.fetch(Self.slim)
      #expect(outcome.error == nil)
      #expect(outcome.result.users == 120)
      #expect(scene.server.journal().compactMap(\.fault).count == 2)
    }
  }

  @Test(arguments: [
    ("list#2=html", "dingtalkBanned"), ("list#2=banObject", "dingtalkBanned"),
    ("list#2=quota", "dingtalkQuotaSpent"),
  ])
  func `what does not pass ends the fetch as failed, and what came before is kept`(
    _ faults: String,
    _ name: String
  ) async throws {
    try await FetchScene.play(people: 450, faults: faults) { scene in
      var request = Self.slim
      request.pagesInFlight = 1
      let outcome = try await scene.fetch(request)
      #expect(outcome.result.status == .failed)
      #expect(outcome.error?.name == name)
      #expect(outcome.result.users == 100)
      #expect(scene.server.journal(.list).count == 2)
      #expect(try scene.ledger.operations().map(\.status) == [.failed])
      #expect(try scene.entries(.fetched).count == 100)
      try scene.checkBook()

      #expect(try await scene.fetch(Self.slim).result.status == .finished)
    }
  }

  @Test func `without permission nothing is fetched, and no page is halved`() async throws {
    try await FetchScene.play(people: 120) { scene in
      await scene.server.withSimulation { $0.permissions = [] }
      let outcome = try await scene.fetch()
      #expect(outcome.result.status == .failed)
      #expect(outcome.error?.name == "dingtalkPermissionDenied")
      #expect(scene.server.journal(.list).isEmpty)
    }
  }

  @Test func `when the network goes it is interrupted, and the next fetch does it all`()
    async throws
  {
    try await FetchScene.play(people: 450, faults: "list#3=drop", retries: Self.impatient) {
      scene in
      var request = Self.slim
      request.pagesInFlight = 2
      let outcome = try await scene.fetch(request)
      #expect(outcome.result.status == .interrupted)
      #expect(outcome.error?.name == "dingtalkUnreachable")
      #expect((200..<450).contains(outcome.result.users))
      #expect(try scene.entries(.fetched).count == outcome.result.users)
      #expect(try scene.ledger.operations().map(\.status) == [.interrupted])

      let next = try await scene.fetch(Self.slim)
      #expect(next.result.status == .finished)
      #expect(next.result.unchanged > 0)
      #expect(next.result.changed > 0)
      try scene.checkBook()
    }
  }

  @Test(arguments: [1, 2, 3, 5, 7]) func `stopped at any commit, it closes and keeps what it has`(
    _ commit: Int
  ) async throws {
    try await FetchScene.play(people: 650) { scene in
      let stop = Once()
      let gate = AsyncStream.makeStream(of: Void.self)
      let task = Task {
        for await _ in gate.stream { break }
        return try await scene.fetch(Self.slim, afterCommit: { if $0 == commit { stop.run() } })
      }
      stop.set { task.cancel() }
      gate.continuation.yield()
      let outcome = try await task.value
      #expect(outcome.result.status == .interrupted)
      #expect(outcome.error == nil)
      #expect(outcome.result.users < 650)
      #expect(try scene.ledger.operations().map(\.status) == [.interrupted])
      #expect(try scene.entries(.fetched).count == outcome.result.users)
      try scene.checkBook()
      #expect(try await scene.fetch(Self.slim).result.users == 650)
    }
  }

  @Test func `another company is refused, and nothing of it is recorded`() async throws {
    try await FetchScene.play(people: 20) { scene in
      _ = try await scene.fetch()
      let known = try scene.roster()
      await scene.server.withCompany { $0.corpID = "ding-other" }
      let outcome = try await scene.fetch()
      #expect(outcome.result.status == .failed)
      #expect(outcome.error?.name == "wrongCompany")
      #expect(outcome.result.users == 0)
      #expect(try scene.roster() == known)
      #expect(try scene.entries(.fetched).allSatisfy { $0.operation == 1 })
    }
  }

  @Test func `while another writes, a fetch is refused and asks nothing`() async throws {
    try await FetchScene.play(people: 5) { scene in
      let writer = try await scene.ledger.begin(
        OperationRequest(
          kind: .fetch,
          system: .dingtalk,
          actor: "other@here",
          parameters: "{}",
          program: "test"
        ),
        wait: .zero,
        timekeeper: scene.clock
      )
      await #expect {
        try await scene.fetch()
      } throws: { ($0 as? LedgerError)?.name == "ledgerBusy" }
      #expect(scene.server.journal().isEmpty)
      #expect(try scene.ledger.operations().count == 1)
      try writer.close(.finished, now: scene.clock.now())
    }
  }
}
