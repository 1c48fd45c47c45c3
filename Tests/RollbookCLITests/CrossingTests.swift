import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Commands by which values cross from DingTalk to Maycur, over real HTTP against the sandbox.
@Suite struct CrossingTests {
  static func onStage(
    people: Int = 12,
    _ body: (inout Stage, SandboxServer) async throws -> Void
  ) async throws {
    var stage = try Stage()
    let server = try await SandboxServer.start(
      company: Company(seed: 11, people: people),
      limits: .unhurried,
      timekeeper: stage.timekeeper
    )
    stage.environment = [
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": String(server.credentials.agentID),
      "ROLLBOOK_MAYCUR_URL": server.baseURL,
      "ROLLBOOK_MAYCUR_APP_CODE": server.credentials.maycurAppCode,
      "ROLLBOOK_MAYCUR_APP_SECRET": server.credentials.maycurAppSecret,
    ]
    _ = await stage.run("init")
    do {
      try await body(&stage, server)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func json(_ run: Stage.Run) throws -> JSON {
    try JSON(parsing: Array(run.result.utf8))
  }

  private func keys(_ json: JSON) -> [String] {
    if case .object(let members) = json { members.map(\.key) } else { [] }
  }

  @Test func `people are linked, a change is planned, replayed, and not replayed again`()
    async throws
  {
    try await Self.onStage { stage, server in
      _ = await stage.run("fetch")
      let linked = await stage.run("link", "--format", "json")
      #expect(linked.status == .done)
      #expect(try json(linked)["linked"] == 12 && json(linked)["absent"] == 0)
      let links = try json(await stage.run("links", "--format", "json")).elements ?? []
      #expect(links.count == 12)
      #expect(
        keys(links[0]) == ["dingtalk", "maycur", "source", "since", "problem", "candidate"]
      )
      #expect(await stage.run("links", "--problems").status == .done)

      stage.timekeeper.advance(by: .seconds(60))
      let since = "2026-01-01T00:01:00Z"
      let user = await server.withCompany { $0.userids[0] }
      try await server.withCompany {
        try $0.edit(user, "sys00-mobile", value: "+86-13900001111")
      }
      stage.timekeeper.advance(by: .seconds(60))
      _ = await stage.run("fetch")
      let words = ["replay", "--to", "maycur", "--since", since, "--fields", "手机号"]
      let dry = await stage.run(words + ["--dry-run", "--format", "json"])
      #expect(dry.status == .done, "\(dry.transcript)")
      #expect(try json(dry)["users"] == 1)
      let write = words + ["--yes", "--reason", "Maycur was down", "--format", "json"]
      let run = await stage.run(write)
      #expect(run.status == .done, "\(run.transcript)")
      let reported = try json(run)
      #expect(reported["accepted"] == 1 && reported["restored"] == 1)
      #expect(reported["leftAlone"] == [] && reported["impossible"] == [])
      #expect(
        Array(keys(reported).suffix(6))
          == ["restored", "leftAlone", "impossible", "rehearsed", "unchanged", "unmapped"]
      )
      #expect(try json(await stage.run(write))["rows"] == 0)
      let held = await server.withSimulation { $0.maycur.records[0]["phoneNo"]?.text }
      #expect(held == "13900001111")
    }
  }

  @Test
  func
    `an ended link is a problem until an administrator mends it, and a foreign phone is refused`()
    async throws
  {
    try await Self.onStage { stage, server in
      _ = await stage.run("fetch")
      #expect(await stage.run("link", "--job-numbers").status == .done)
      let first = try #require(
        try json(await stage.run("links", "--format", "json")).elements?.first
      )
      let user = try #require(first["dingtalk"]?.text)
      let employee = try #require(first["maycur"]?.text)
      let pair = ["--dingtalk", user, "--maycur", employee]
      #expect(await stage.run(["link", "--unlink"] + pair).status == .attention)
      let problems = await stage.run("links", "--problems", "--format", "csv")
      #expect(problems.status == .attention)
      #expect(problems.result.contains("\(user),,,,unlinked,\(employee)"))

      stage.timekeeper.advance(by: .seconds(60))
      try await server.withCompany {
        try $0.edit(Verbatim(user), "sys00-mobile", value: "+852-91234567")
      }
      stage.timekeeper.advance(by: .seconds(60))
      _ = await stage.run("fetch")
      let words = [
        "replay", "--to", "maycur", "--since", "2026-01-01 08:01", "--users", user,
        "--fields", "sys00-mobile", "--yes", "--reason", "r",
      ]
      let unlinked = await stage.run(words)
      #expect(unlinked.status == .refused && unlinked.notes.contains("not linked"))
      let skipped = await stage.run(words + ["--skip-bad", "--format", "json"])
      #expect(skipped.status == .attention)
      let impossible = try #require(try json(skipped)["impossible"]?.elements?.first)
      #expect(Array(keys(impossible).prefix(4)) == ["user", "field", "item", "why"])
      #expect(impossible["user"]?.text == user && impossible["field"] == "sys00-mobile")
      #expect(impossible["why"]?.text?.contains("not linked") == true)
      #expect(await stage.run(["link"] + pair).status == .done)
      let foreign = await stage.run(words)
      #expect(foreign.status == .refused && foreign.notes.contains("not a mainland number"))
      #expect(server.journal(.maycurBatch).isEmpty)
    }
  }

  @Test func `what was written to Maycur, or changed there, is rehearsed and written to DingTalk`()
    async throws
  {
    try await Self.onStage { stage, server in
      _ = await stage.run("fetch")
      _ = await stage.run("link")
      let (user, employee) = await server.withSimulation {
        ($0.maycur.records[0].userid, $0.maycur.records[0].employeeID)
      }
      try stage.write("工号,工作手机号\n\(employee),13700000001\n", to: "phones.csv")
      let write = ["--yes", "--reason", "r", "--read-after", "0s", "--format", "json"]
      let pushed = await stage.run(["push", "phones.csv", "--to", "maycur"] + write)
      let batch = try #require(try json(pushed)["operation"]?.integer)
      let same = await stage.run(["replay", "\(batch)", "--to", "maycur"] + write)
      #expect(same.status == .usage && same.notes.contains("replayToSameSystem"))

      let words = ["\(batch)", "--to", "dingtalk"]
      let rehearsed = await stage.run(["rehearse"] + words + ["--format", "json"])
      #expect(rehearsed.status == .done, "\(rehearsed.transcript)")
      #expect(try json(rehearsed)["verified"] == 1)
      let run = await stage.run(["replay"] + words + write)
      #expect(run.status == .done, "\(run.transcript)")
      #expect(try json(run)["restored"] == 1 && json(run)["parent"]?.integer == batch)
      let phone = await server.withCompany { $0.entry(user, "sys00-mobile", item: 0)?.value }
      #expect(phone?.shown?.text.hasSuffix("13700000001") == true)

      for (minutes, mail) in [(2, "a@x.com"), (4, "b@x.com")] {
        stage.timekeeper.advance(by: .seconds(120))
        try stage.write("工号,email\n\(employee),\(mail)\n", to: "export.csv")
        let time = "2026-01-01 08:0\(minutes)"
        #expect(await stage.run("import", "export.csv", "--captured-at", time).status == .done)
      }
      let span = [
        "replay", "--from", "maycur", "--since", "2026-01-01 08:03", "--to", "dingtalk", "--users",
        employee.text, "--fields", "工作邮箱",
      ]
      let seen = await stage.run(span + write)
      #expect(seen.status == .done, "\(seen.transcript)")
      let mail = await server.withCompany { $0.entry(user, "sys00-email", item: 0)?.value }
      #expect(mail?.shown == "b@x.com")
      let again = try json(await stage.run(span + write))
      #expect(again["rows"] == 0 && again["unchanged"] == 1 && again["unmapped"] == 0)
      let unknown = await stage.run(Array(span.dropLast()) + ["手机号", "--dry-run"])
      #expect(unknown.status == .usage && unknown.notes.contains("fieldUnknown"))
      #expect(
        await stage.run("replay", "\(batch)", "--from", "maycur", "--to", "dingtalk").status
          == .usage
      )
    }
  }

  @Test func `an export is imported with its file's digest, and says how it is read`() async throws
  {
    let stage = try Stage()
    _ = await stage.run("init")
    try stage.write("工号,Mail,部门\nM1,a@x,财务\nM2,,财务\n", to: "export.csv")
    // As an editor of Windows writes it.
    try stage.write("\u{FEFF}headers: { Mail: email }\n", to: "names.yaml")
    stage.timekeeper.advance(by: .seconds(3600))
    let words = ["import", "export.csv", "--captured-at", "2026-01-01", "--format", "json"]
    let unknown = await stage.run(words)
    #expect(unknown.status == .badData && unknown.notes.contains("importNoKnownColumn"))
    let run = await stage.run(words + ["--table", "names.yaml"])
    #expect(run.status == .done, "\(run.transcript)")
    #expect(run.notes.contains("An empty cell is empty"))
    let result = try json(run)
    #expect(
      keys(result) == [
        "operation", "file", "sha256", "capturedAt", "users", "values", "changed", "superseded",
        "fields", "ignored", "cleaned", "rowsLeftOut",
      ]
    )
    #expect(result["capturedAt"] == "2025-12-31T16:00:00.000Z")
    #expect(result["users"] == 2 && result["values"] == 2 && result["ignored"] == ["部门"])
    let roster = await stage.run("roster", "--system", "maycur", "--format", "csv")
    #expect(roster.result.contains("M1,email") && roster.result.contains("M2,email"))
    let future = await stage.run(
      "import",
      "export.csv",
      "--captured-at",
      "2027-01-01",
      "--table",
      "names.yaml"
    )
    #expect(future.status == .usage)
    try stage.write("headers: [Mail]\n", to: "names.yaml")
    let table = await stage.run(words + ["--table", "names.yaml"])
    #expect(table.status == .badSettings && table.notes.contains("line 1"))
    #expect(await stage.run("import", "export.csv", "--captured-at", "2026-02-30").status == .usage)
  }
}
