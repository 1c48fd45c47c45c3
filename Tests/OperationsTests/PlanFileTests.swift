import LedgerHistory
import Foundation
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// Plans that are only shown, and plans that are saved.
@Suite struct PlanFileTests {
  private func dry(_ scene: PushScene, _ changes: [UserChange]) async throws -> Plan {
    let request = PushRequest(
      changes: changes,
      rules: PushScene.generous,
      author: PushScene.author
    )
    return try await planDry(request, tools: scene.tools())
  }

  @Test func `a dry run reads the system, writes nothing, and leaves the log as it was`()
    async throws
  {
    try await PushScene.play(people: 5) { scene in
      let people = await scene.people()
      _ = try await scene.push([wants(people[0], [("sys00-remark", "eins")])])
      let updates = scene.server.journal(.update).count
      let before = try Data(contentsOf: URL(fileURLWithPath: scene.ledger.path))
      let statistics = try scene.ledger.statistics()
      try await scene.server.withCompany { company in
        try company.edit(people[1], "sys00-remark", value: "by hand")
      }
      let plan = try await dry(
        scene,
        [
          wants(people[0], [("sys00-remark", "zwei")]),
          wants(people[1], [("sys00-remark", "zwei")], adding: [contact("neu")]),
          wants(people[2], [("sys00-entryAge", "9")]), wants("nobody", [("sys00-remark", "x")]),
        ]
      )
      let cells = plan.rows.flatMap(\.cells)
      #expect(cells[0].from?.value == "eins")
      #expect(cells[0].base != nil)
      #expect(cells[1].from?.value == "by hand")
      #expect(cells[1].base == nil)
      #expect(plan.counts.append == 2)
      #expect(Set(plan.refused.compactMap(\.user)) == [people[2], "nobody"])
      #expect(scene.server.journal(.update).count == updates)
      #expect(scene.server.journal(.list).count > 2)
      #expect(try scene.ledger.statistics() == statistics)
      #expect(try Data(contentsOf: URL(fileURLWithPath: scene.ledger.path)) == before)
    }
  }

  @Test func `a saved plan survives its file, and is applied while nothing moved`() async throws {
    try await PushScene.play(people: 5) { scene in
      let people = await scene.people()
      let plan = try await dry(
        scene,
        [
          wants(people[0], [("sys00-remark", "neu"), ("sys02-address", "")]),
          wants(people[1], [], adding: [contact("neu")]),
        ]
      )
      let path = scene.folder.path("plan.json")
      try SavedPlan(plan).write(to: path)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      let saved = try SavedPlan.read(
        Array(Data(contentsOf: URL(fileURLWithPath: path))),
        called: path
      )
      #expect(saved == SavedPlan(plan))
      #expect(saved.stale(against: plan).isEmpty)
      let request = PushRequest(plan: saved, rules: PushScene.generous, author: PushScene.author)
      let outcome = try await runPush(request, tools: scene.tools()) { _ in true }
      #expect(outcome.error == nil)
      #expect(outcome.result.counts.verified == 2)
    }
  }

  @Test func `a plan whose cells moved is refused, naming them, and nothing is sent`()
    async throws
  {
    try await PushScene.play(people: 5) { scene in
      let people = await scene.people()
      let plan = try await dry(
        scene,
        [
          wants(people[0], [("sys00-remark", "neu")]), wants(people[1], [("sys00-remark", "neu")]),
          wants(people[2], [], adding: [contact("neu")]),
        ]
      )
      try await scene.server.withCompany { company in
        try company.edit(people[0], "sys00-remark", value: "theirs")
        let items = company.items(people[2], group: "sys06")
        try company.edit(people[2], "sys06-urgentContactsName", item: items, value: "theirs")
      }
      let request = PushRequest(
        plan: SavedPlan(plan),
        rules: PushScene.generous,
        author: PushScene.author
      )
      let outcome = try await runPush(request, tools: scene.tools()) { _ in true }
      guard case .stale(let cells)? = outcome.error as? PushError else {
        Issue.record("not stale: \(String(describing: outcome.error))")
        return
      }
      #expect(Set(cells.map(\.user)) == [people[0], people[2]])
      #expect(cells.contains { $0.now?.value == "theirs" })
      #expect(outcome.result.status == .failed)
      #expect(scene.server.journal(.update).isEmpty)
      await #expect(throws: PushError.self) { try await planDry(request, tools: scene.tools()) }
    }
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"version":2,"system":"dingtalk","users":[]}"#,
    #"{"version":1,"system":"dingtalk","users":[{"user":"u"}],"counts":{}}"#,
  ])
  func `what is no plan is refused with its path`(text: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("plan.json")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: SavedPlanError.self) {
      try SavedPlan.read(Array(Data(contentsOf: URL(fileURLWithPath: path))), called: path)
    }
    #expect(error?.name == "notAPlan")
    #expect(error?.message.contains(path) == true)
  }

  @Test func `a push needs a reason, and a user only once`() async throws {
    try await PushScene.play(people: 2) { scene in
      let user = await scene.people()[0]
      let change = wants(user, [("sys00-remark", "neu")])
      var author = PushScene.author
      author.reason = nil
      await #expect(throws: PushError.noReason) {
        try await runPush(
          PushRequest(changes: [change], author: author),
          tools: scene.tools()
        ) { _ in true }
      }
      await #expect(throws: PushError.userTwice(user)) {
        try await scene.push([change, change])
      }
      let operations = try scene.ledger.operations()
      #expect(operations.isEmpty)
      #expect(scene.server.journal().isEmpty)
    }
  }
}
