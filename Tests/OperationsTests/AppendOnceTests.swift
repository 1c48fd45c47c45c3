import LedgerVerification
import LedgerHistory
import Foundation
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// Added items, and responses that report a failure although the call was applied: no item exists
/// twice.
@Suite struct AppendOnceTests {
  /// How often a user has an item with a name.
  private func count(_ scene: PushScene, _ user: Verbatim, _ name: String) async -> Int {
    let items = await scene.server.withCompany { $0.items(user, group: "sys06") }
    var found = 0
    for item in 0..<items
    where await scene.value(user, "sys06-urgentContactsName", item) == name {
      found += 1
    }
    return found
  }

  @Test(arguments: [
    "after:busy", "after:500", "after:code:400001", "after:code:15", "after:code:31415",
    "after:code:88", "after:code:isp.service-error", "after:html", "after:banObject", "dropAfter",
  ])
  func `an item that was added, and whose call failed, is not added again`(
    fault: String
  ) async throws {
    try await PushScene.play(people: 3) { scene in
      let user = await scene.people()[0]
      try await scene.server.withSimulation { $0.faults = try Faults("update#1=\(fault)") }
      let pushed = try await scene.push([wants(user, [], adding: [contact("新")])])
      let batch = pushed.result.operation
      #expect(pushed.result.counts.uncertain == 1)
      #expect(pushed.result.counts.verified == 0)
      // Neither a retry nor the same file again sends it before a person has checked.
      #expect(try await scene.retry(batch).review.leftAlone.map(\.user) == [user])
      let same = try await scene.push([wants(user, [], adding: [contact("新")])])
      #expect((same.error as? PushError)?.name == "planRefused")
      #expect(await count(scene, user, "新") == 1)
      #expect(try await scene.settle(batch).applied == 1)
      #expect(try await scene.retry(batch).result.operation == 0)
      #expect(await count(scene, user, "新") == 1)
      try scene.checkBook()
    }
  }

  @Test func `an edit is tried again where that does no harm, and its refusal then proves nothing`()
    async throws
  {
    try await PushScene.play(people: 3) { scene in
      let people = await scene.people()
      try await scene.server.withSimulation {
        $0.faults = try Faults("update#1=after:busy,update#3=code:400002")
      }
      var rules = PushScene.generous
      rules.callsInFlight = 1
      let pushed = try await scene.push(
        [wants(people[0], [("sys00-remark", "n")]), wants(people[1], [("sys00-remark", "n")])],
        rules: rules
      )
      let lines = try scene.lines(pushed.result.operation)
      #expect(lines[people[0]]?.status == .uncertain)
      #expect(lines[people[0]]?.attempts == 2)
      #expect(lines[people[1]]?.status == .accepted)
      #expect(try await scene.settle(pushed.result.operation).applied == 1)
    }
  }

  @Test func `a call that is refused after a part of it was written ends as uncertain`()
    async throws
  {
    var quirks = Quirks.lenient
    try quirks.set("groupsAtomic=no")
    try await PushScene.play(people: 3, quirks: quirks) { scene in
      let user = await scene.people()[0]
      try await scene.edit(user, "sys00-remark", to: "before")
      let change = wants(
        user,
        [("sys00-remark", "part"), ("sys02-birthTime", "no date")],
        adding: [contact("新")]
      )
      let pushed = try await scene.push([change])
      let batch = pushed.result.operation
      #expect(pushed.result.counts.uncertain == 1)
      #expect(try scene.lines(batch)[user]?.message?.text.contains("sys00-remark") == true)
      #expect(try await scene.settle(batch).undecidable == 1)
      // It can be sent again, of which only the rest is missing; and it can be put back.
      let again = try await scene.retry(batch)
      #expect(again.review.leftAlone.isEmpty)
      #expect(await count(scene, user, "新") <= 1)
      let undone = try await scene.rollBack(batch)
      #expect(undone.error == nil)
      #expect(await scene.value(user, "sys00-remark") == "before")
      try scene.checkBook()
    }
  }

  /// Responses that leave it open whether the call was applied.
  private static let doubtful = [
    "after:busy", "after:500", "after:code:400001", "after:code:15", "after:code:31415",
    "after:code:isp.x", "dropAfter", "busy", "500", "drop", "code:31415", "throttle",
  ]

  @Test(arguments: [Quirks.lenient, .strict], Sweep.seeds(3, all: 60))
  func `however a family of retries goes, each item exists once, and what is verified is there`(
    _ quirks: Quirks,
    seed: UInt64
  ) async throws {
    var quirks = quirks
    if seed.isMultiple(of: 2) { try quirks.set("groupsAtomic=no") }
    try await PushScene.play(people: 14, quirks: quirks) { scene in
      var random = Seeded(seed)
      var family = try await Family(scene, seed, &random)
      try await family.begin()
      for _ in 0..<7 {
        try await family.step(&random)
        for (user, name) in family.names {
          #expect(await count(scene, user, name) <= 1, "seed \(seed): \(user)")
        }
        try await family.check { user, name in await count(scene, user, name) }
      }
      await scene.server.withSimulation { $0.faults = .none }
      try await family.complete()
      for (user, name) in family.names {
        let found = await count(scene, user, name)
        #expect(found <= 1, "seed \(seed): \(user)")
        if !family.refused.contains(user) { #expect(found == 1, "seed \(seed): \(user)") }
      }
      #expect(try family.ledger.verify().findings == [])
    }
  }

  /// A push, and whatever is done about it afterwards.
  private struct Family {
    let scene: PushScene
    let seed: UInt64
    let names: [Verbatim: String]
    /// Users with a part that is refused, each time.
    let refused: Set<Verbatim>
    var ledger: Ledger
    private let order: [Verbatim]
    private var deaths = 0
    private let faults: [(Fault, Double)]

    init(_ scene: PushScene, _ seed: UInt64, _ random: inout Seeded) async throws {
      self.scene = scene
      self.seed = seed
      ledger = scene.ledger
      let failing = await scene.server.withSimulation { $0.failingUsers }
      order = await scene.people().filter { !failing.contains($0) }
      names = Dictionary(
        order.enumerated().map { ($0.element, "新\($0.offset)") },
        uniquingKeysWith: { first, _ in first }
      )
      refused = Set(order.enumerated().filter { $0.offset % 5 == 3 }.map(\.element))
      faults = (0..<3).compactMap { _ in
        let name = AppendOnceTests.doubtful.randomElement(using: &random) ?? ""
        return Fault(named: name).map { ($0, 0.15) }
      }
    }

    private var changes: [UserChange] {
      order.map { user in
        var edits = [("sys00-remark" as FieldCode, "n")]
        if refused.contains(user) { edits.append(("sys02-birthTime", "no date")) }
        return wants(user, edits, adding: [contact(names[user] ?? "")])
      }
    }

    private func rules(canary: Int) -> SendingRules {
      var rules = PushScene.generous
      rules.canary = canary
      return rules
    }

    private func tools() -> PushTools {
      var tools = scene.tools()
      tools.ledger = ledger
      return tools
    }

    private func misbehave() async {
      let (faults, seed) = (faults, seed)
      await scene.server.withSimulation { simulation in
        simulation.faults.seed = seed
        for (fault, share) in faults { simulation.faults.fail(.update, share: share, with: fault) }
      }
    }

    /// Pushes.
    mutating func begin() async throws {
      let request = PushRequest(
        changes: changes,
        rules: rules(canary: seed.isMultiple(of: 3) ? 1 : 0),
        author: PushScene.author
      )
      await misbehave()
      scene.clock.advance(by: .seconds(60))
      _ = try await runPush(request, tools: tools()) { _ in true }
    }

    /// Settles or retries some member of the family; now and then the process dies while it retries.
    mutating func step(_ random: inout Seeded) async throws {
      scene.clock.advance(by: .seconds(60))
      let members = try ledger.batches().map(\.operation.operation)
      guard let batch = members.randomElement(using: &random) else { return }
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        let request = SettleRequest(batch: batch, author: PushScene.author)
        _ = try await runSettle(request, tools: tools())
      case 1: try await dyingRetry(batch, after: Int.random(in: 4..<20, using: &random))
      default: try await retry(batch, canary: Int.random(in: 0..<2, using: &random))
      }
    }

    private func retry(_ batch: OperationNumber, canary: Int) async throws {
      let request = RetryRequest(
        batch: batch,
        rules: rules(canary: canary),
        author: PushScene.author
      )
      do {
        _ = try await runRetry(request, tools: tools()) { _ in true }
      } catch PushError.nothingRecorded {}
    }

    private mutating func dyingRetry(_ batch: OperationNumber, after commit: Int) async throws {
      deaths += 1
      let left = scene.folder.path("left\(deaths)")
      let death = Death()
      var tools = scene.tools(system: DyingSystem(living: scene.system, death: death))
      tools.ledger = ledger
      tools.die(after: commit, leaving: left, death)
      let request = RetryRequest(
        batch: batch,
        rules: rules(canary: 0),
        author: PushScene.author
      )
      do {
        _ = try await runRetry(request, tools: tools) { _ in true }
      } catch PushError.nothingRecorded {}
      if death.hasCome { ledger = try Ledger.open(at: left) }
    }

    /// What is verified is there.
    func check(_ count: (Verbatim, String) async -> Int) async throws {
      for batch in try ledger.batches() {
        for line in try ledger.batch(batch.operation.operation)?.1 ?? []
        where line.isApplied && line.changes.allSatisfy({ $0.isVerified == true }) {
          guard line.changes.contains(where: { $0.action == .append }) else { continue }
          let found = await count(line.user, names[line.user] ?? "")
          #expect(found == 1, "seed \(seed): \(line.user) of batch \(batch.operation.operation)")
        }
      }
    }

    /// Settles all that is open, and retries until nothing is missing.
    func complete() async throws {
      for _ in 0..<4 {
        scene.clock.advance(by: .seconds(60))
        for batch in try ledger.batches() where batch.counts.uncertain > 0 {
          let request = SettleRequest(batch: batch.operation.operation, author: PushScene.author)
          #expect(try await runSettle(request, tools: tools()).error == nil)
        }
        let root = try ledger.batches()[0].operation.operation
        try await retry(root, canary: 0)
      }
    }
  }
}
