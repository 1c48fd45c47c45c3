@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// `probe` over real HTTP: what it finds out, and that nothing is left behind.
@Suite struct ProbingTests {
  private func cells(_ scene: PushingStage, _ user: Verbatim) async throws -> [String] {
    let run = await scene.run("roster --user \(user) --format json")
    return try JSON(parsing: Array(run.result.utf8)).elements?.map {
      "\($0["field"]?.text ?? "")[\($0["item"]?.integer ?? 0)]=\($0["value"]?.text ?? "")"
    } ?? []
  }

  private func somebody(_ scene: PushingStage) async throws -> Verbatim {
    for user in scene.people {
      let address = await scene.value(user, "sys02-address")
      let phone = await scene.value(user, "sys06-urgentContactsPhone")
      if address?.isEmpty == false, phone?.isEmpty == false { return user }
    }
    throw CancellationError()
  }

  @Test(arguments: [
    ("lenient", ["kept", "clears", "same"]), ("strict", ["kept", "rejected", "rewritten"]),
  ])
  func `it distinguishes two tenants, and puts everything back`(
    preset: String,
    expected: [String]
  ) async throws {
    try await PushingStage.play(people: 20, quirks: try Quirks(preset: preset)) { scene in
      let user = try await somebody(scene)
      let before = try await cells(scene, user)
      let result = try await scene.json("probe --user \(user) --yes")
      #expect(result.keys.prefix(4) == ["operation", "status", "answers", "restored"])
      #expect(result["restored"] == true && result["status"] == "finished")
      let answers = result["answers"]?.elements ?? []
      #expect(answers.map { $0["answer"]?.text } == expected.map { $0 }, "\(answers)")
      #expect(answers.first?.keys == ["behaviour", "answer", "how"])
      _ = await scene.run("fetch --users \(user)")
      #expect(try await cells(scene, user) == before)
      #expect(await scene.run("rebuild --check").status == .done)
    }
  }

  @Test func `what was unproven is exact, or irreversible, afterwards`() async throws {
    try await PushingStage.play(people: 20) { scene in
      let user = try await somebody(scene)
      try scene.table("wanted.csv", ["userid,联系人电话[0]", "\(user),13900000000"])
      let unproven = try await scene.json("plan wanted.csv --to dingtalk")
      #expect(unproven["changes"]?.elements?.first?["reversibility"] == "unproven")
      _ = await scene.run("probe --user \(user) --yes")
      let proven = try await scene.json("plan wanted.csv --to dingtalk")
      #expect(proven["changes"]?.elements?.first?["reversibility"] == "exact")
    }
  }

  @Test func `it asks first, and refuses an unknown person`() async throws {
    try await PushingStage.play(people: 20) { scene in
      let user = try await somebody(scene)
      #expect(await scene.run("probe --user \(user)").notes.contains("[nobodyToAsk]"))
      scene.stage.answer = "n"
      let declined = await scene.run("probe --user \(user)")
      #expect(declined.status == .refused && declined.notes.contains("[probeDeclined]"))
      #expect(await scene.run("probe --user nobody --yes").status == .usage)
      #expect(scene.writes == 0)
    }
  }

  @Test func `what could not be put back is reported, with both values`() async throws {
    try await PushingStage.play(people: 20) { scene in
      let user = try await somebody(scene)
      let address = try #require(await scene.value(user, "sys02-address"))
      try await scene.refuse(updates: 2...9)
      let run = await scene.run("probe --user \(user) --yes")
      #expect(run.status == .attention)
      #expect(run.notes.contains("sys02-address[0]") && run.notes.contains(address))
      #expect(run.notes.contains("Rollbook probe"))
    }
  }
}
