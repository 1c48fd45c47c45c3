import Foundation
import Ledger
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Commands that ask DingTalk, over real HTTP against the sandbox.
@Suite struct FetchingTests {
  private func onStage(
    people: Int = 30,
    quirks: Quirks = .lenient,
    _ body: (inout Stage, SandboxServer) async throws -> Void
  ) async throws {
    var stage = try Stage()
    let server = try await SandboxServer.start(
      company: Company(seed: 11, people: people),
      quirks: quirks,
      limits: .unhurried,
      timekeeper: stage.timekeeper
    )
    stage.environment = [
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": String(server.credentials.agentID),
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

  private func object(_ run: Stage.Run) throws -> JSON {
    try JSON(parsing: Array(run.result.utf8))
  }

  @Test func `an address without a server is reported in one sentence, an empty one is refused`()
    async throws
  {
    var stage = try Stage()
    stage.environment = [
      "ROLLBOOK_DINGTALK_URL": "http://127.0.0.1:1", "ROLLBOOK_DINGTALK_APP_KEY": "key",
      "ROLLBOOK_DINGTALK_APP_SECRET": "secret", "ROLLBOOK_DINGTALK_AGENT_ID": "1",
    ]
    _ = await stage.run("init")
    let refused = await stage.run("fetch")
    #expect(refused.status == .unavailable)
    let sentence = """
      127.0.0.1:1 refused the connection, so nothing was sent: check the address, and that its \
      server runs.
      """
    #expect(refused.notes.contains(sentence), "\(refused.notes)")
    stage.environment["ROLLBOOK_DINGTALK_URL"] = ""
    for command in ["fetch", "doctor"] {
      let run = await stage.run(command)
      #expect((run.result + run.notes).contains("ROLLBOOK_DINGTALK_URL is set and empty."))
      #expect(run.status == (command == "fetch" ? .badSettings : .attention))
    }
  }

  @Test(arguments: ["lenient", "strict"])
  func `the doctor names the calls that read the roster`(preset: String) async throws {
    try await onStage(quirks: try Quirks(preset: preset)) { stage, server in
      let run = await stage.run("doctor")
      // The strict company does not let the app use the newer calls.
      let calls = preset == "lenient" ? "newer" : "older"
      #expect(run.result.contains("values, by the \(calls) calls."), "\(run.result)")
      stage.environment["ROLLBOOK_DINGTALK_API"] = "old"
      #expect(await stage.run("doctor").result.contains("by the older calls."))
    }
  }

  @Test(arguments: ["lenient", "strict"])
  func `a fetch says what came back, what changed, and nothing else`(preset: String) async throws {
    try await onStage(quirks: try Quirks(preset: preset)) { stage, server in
      let first = await stage.run("fetch", "--format", "json", "--reason", "月度核对")
      #expect(first.status == .done)
      guard case .object(let members) = try object(first) else { throw CancellationError() }
      #expect(
        members.map(\.key) == [
          "operation", "status", "users", "notReturned", "joined", "left", "values", "changed",
          "unchanged", "calls", "seconds", "findings",
        ]
      )
      let one = try object(first)
      #expect(one["status"] == "finished" && one["joined"] == 30)
      #expect(one["values"] == one["changed"] && one["unchanged"] == 0)
      let changes = await server.withCompany { $0.advanceDay(3) }
      let second = try object(await stage.run("fetch", "--format", "json"))
      #expect((second["changed"]?.integer ?? 0) > 0)
      #expect((second["unchanged"]?.integer ?? 0) > 1000)
      #expect(second["left"]?.integer == Int64(changes.left.count))
      let check = await stage.run("rebuild", "--check")
      #expect(check.status == .done)
    }
  }

  @Test(arguments: QuirkTable.CatalogCodes.allCases)
  func `a field is asked about by either code or its name, and one that came unasked by its code`(
    reading: QuirkTable.CatalogCodes
  ) async throws {
    var quirks = Quirks.strict
    quirks.catalogCodes = reading
    try await onStage(quirks: quirks) { stage, server in
      let user = await server.withCompany { $0.userids[0].text }
      let fetched = try object(await stage.run("fetch", "--format", "json"))
      let findings = fetched["findings"]?.elements ?? []
      #expect(!findings.contains { $0["kind"] == "fieldHeldByNobody" })
      let byCode = await stage.run("history", user, "sys00-mobile")
      #expect(byCode.status == .done && byCode.result.contains("+86-"))
      let byName = await stage.run("history", user, "手机号")
      #expect(byName.result == byCode.result)
      let unasked = await stage.run("history", user, "sys00-deptIds")
      #expect(unasked.status == .done && unasked.result.contains("5900"), "\(unasked.result)")
      let roster = await stage.run("roster", "--field", "sys00-deptIds", "--field", "职位")
      #expect(roster.result.contains("sys00-deptIds") && roster.result.contains("sys00-position"))
      let slip = await stage.run("history", user, "sys00-deptId")
      #expect(slip.notes.contains("[fieldUnknown]") && slip.notes.contains("sys00-deptIds"))
      // 直属主管id is in no list of read codes: a response shows its code.
      let found = await stage.run("history", user, "直属主管id")
      #expect(found.status == .done, "\(found.notes)")
      let doctor = try object(await stage.run("doctor", "--format", "json")).elements ?? []
      #expect(doctor.first { $0["check"] == "coverage" }?["verdict"] == "ok")
    }
  }

  @Test func `a field without any value is a finding, and a warning of the doctor`() async throws {
    try await onStage { stage, server in
      await server.withCompany { $0.withheldFields = ["sys00-remark", "sys02-certNo"] }
      let early = try object(await stage.run("doctor", "--format", "json")).elements ?? []
      #expect(early.first { $0["check"] == "coverage" }?["verdict"] == "skipped")
      let run = await stage.run("fetch")
      #expect(run.result.contains("The fields sys00-remark, sys02-certNo of the catalog"))
      _ = await stage.run("fetch", "--fields", "姓名")
      let doctor = try object(await stage.run("doctor", "--format", "json")).elements ?? []
      let look = doctor.first { $0["check"] == "coverage" }
      #expect(look?["verdict"] == "warn")
      #expect(look?["message"]?.text?.contains("sys00-remark, sys02-certNo") == true)
      await server.withCompany { $0.withheldFields = [] }
      let again = await stage.run("fetch")
      #expect(!again.result.contains("of the catalog came back"))
    }
  }

  @Test func `a mistyped userid is named, adds no person, and leaves the ledger as old as it was`()
    async throws
  {
    try await onStage { stage, _ in
      let slip = await stage.run("fetch", "--users", "12\u{202E}3")
      #expect(slip.status == .usage)
      #expect(slip.notes.contains("[namedNotReturned]"))
      #expect(slip.notes.contains(#"never on a list"#))
      #expect(slip.notes.contains(#""12<U+202E>3" is read as "123""#))
      #expect(slip.notes.contains(#""123" was never"#))
      let status = await stage.run("status", "--max-age", "1d", "--format", "json")
      #expect(status.status == .attention)
      #expect(try object(status)["failed"] == [1])
      let statistics = try object(await stage.run("stats", "--format", "json"))
      #expect(statistics["users"] == 0)
    }
  }

  @Test func `what could not be read is named, and a finding`() async throws {
    try await onStage { stage, server in
      stage.environment["ROLLBOOK_DINGTALK_API"] = "old"
      await server.withSimulation { $0.faults.fail(.list, call: 1, with: .odd(.itemNull)) }
      let fetch = await stage.run("fetch")
      #expect(fetch.status == .done)
      #expect(fetch.result.contains("of 1 person could not be read"))
      #expect(fetch.notes.contains("field_value_list[0] is not an object"))
    }
  }

  @Test func `progress goes to standard error, and not when it should be quiet`() async throws {
    try await onStage { stage, _ in
      let loud = await stage.run("fetch")
      #expect(loud.notes.contains("30/30 people"))
      #expect(!loud.result.contains("/30 people"))
      let quiet = await stage.run("fetch", "--quiet")
      #expect(quiet.notes.isEmpty)
    }
  }

  @Test func `some users and some fields are fetched, and fields.never is kept`() async throws {
    try await onStage { stage, server in
      let users = await server.withCompany { $0.userids.prefix(3).map(\.text) }
      try stage.write(users.joined(separator: "\r\n") + "\n\n", to: "users.txt")
      try stage.write("fields:\n  never: [sys00-mobile, sys00-mobil]\n", to: "rollbook.yaml")
      let first = await stage.run("fetch", "--format", "json")
      #expect(try object(first)["users"] == 30)
      let slip = "In fields.never, sys00-mobil means no field that DingTalk describes now"
      #expect(first.notes.contains(slip), "\(first.notes)")
      #expect(await stage.run("doctor").result.contains("warn     fields       \(slip)"))
      try stage.write("fields:\n  never: [sys00-mobile]\n", to: "rollbook.yaml")
      #expect(await stage.run("doctor").result.contains("ok       fields"))
      let mobile = await stage.run("roster", "--field", "sys00-mobile")
      #expect(mobile.result.contains("No active person matches"))
      let some = try object(
        await stage.run(
          "fetch",
          "--users-file",
          "users.txt",
          "--fields",
          "姓名,sys00-email",
          "--format",
          "json"
        )
      )
      #expect(some["users"] == 3)
      let forbidden = await stage.run("fetch", "--fields", "sys00-mobile")
      #expect(forbidden.status == .usage && forbidden.notes.contains("[fieldsNeverFetched]"))
      let unknown = await stage.run("fetch", "--fields", "sys00-mobil")
      #expect(unknown.status == .usage && unknown.notes.contains("[unknownFields]"))
      let both = await stage.run("fetch", "--users", "a", "--users-file", "b")
      #expect(both.status == .usage)
      let nobody = await stage.run("fetch", "--users-file", "none.txt")
      #expect(nobody.status == .noInput && nobody.notes.contains("[fileUnreadable]"))
    }
  }

  @Test func `a wrong secret is one sentence and is shown nowhere`() async throws {
    try await onStage { stage, _ in
      stage.environment["ROLLBOOK_DINGTALK_APP_SECRET"] = "hunter2-wrong"
      let run = await stage.run("fetch", "--verbose")
      #expect(run.status == .noPermission)
      #expect(run.notes.contains("[dingtalkCredentialsRefused]"))
      #expect(!(run.notes + run.result).contains("hunter2"))
      let table = try #require(
        try? FileManager.default.contentsOfDirectory(
          atPath: stage.folder.url.path
        )
      )
      for name in table {
        let bytes = try Data(contentsOf: stage.folder.url.appendingPathComponent(name))
        #expect(!bytes.has("hunter2"), "\(name) holds the secret")
      }
    }
  }

  @Test func `neither the secret nor a token is logged`() async throws {
    try await onStage { stage, server in
      let run = await stage.run("fetch", "--verbose")
      #expect(run.status == .done && run.notes.contains("debug:"))
      #expect(!run.notes.contains(server.credentials.appSecret))
      let tokens = run.notes.matches(of: /access_token=([^\s&*]+)/)
      #expect(tokens.isEmpty)
    }
  }

  @Test func `a denied permission is the error's own, in words and in JSON`() async throws {
    try await onStage { stage, server in
      await server.withSimulation { _ = $0.permissions.remove(.read) }
      let run = await stage.run("fetch", "--format", "json")
      #expect(run.status == .noPermission)
      #expect(try object(run)["status"] == "failed")
      let note = try #require(run.notes.split(separator: "\n").last)
      let error = try JSON(parsing: Array(note.utf8))["error"]
      #expect(error?["name"] == "dingtalkPermissionDenied" && error?["exit"] == 77)
      #expect(error?["message"]?.text?.contains("400020") == true)
    }
  }

  @Test func `a system that is not there is unavailable`() async throws {
    try await onStage { stage, server in
      await server.stop()
      let run = await stage.run("fetch")
      #expect(run.status == .unavailable && run.notes.contains("[dingtalkUnreachable]"))
      let doctor = await stage.run("doctor", "--format", "json")
      #expect(doctor.status == .attention)
      #expect(doctor.result.contains("dingtalkUnreachable"))
    }
  }

  @Test(arguments: [
    (Interruption.Cause.interrupt, Roster.ExitStatus.interrupted), (.terminate, .terminated),
    (.hangUp, .hungUp),
  ])
  func `a fetch that is stopped says so, and the log says so`(
    cause: Interruption.Cause,
    status: Roster.ExitStatus
  ) async throws {
    try await onStage { stage, _ in
      let interruption = Interruption()
      interruption.happen(cause)
      let run = await stage.run(["fetch", "--format", "json"], interruption: interruption)
      #expect(run.status == status)
      let operations = await stage.run("operations", "--format", "json")
      #expect(
        operations.result.contains("\"status\":\"interrupted\"") || operations.result == "[]\n"
      )
      let again = await stage.run("fetch")
      #expect(again.status == .done)
    }
  }

  @Test func `settings that lack are named, each with where to set it`() async throws {
    try await onStage { stage, _ in
      stage.environment = [:]
      let run = await stage.run("fetch")
      #expect(run.status == .badSettings)
      #expect(run.notes.contains("ROLLBOOK_DINGTALK_APP_KEY"))
      let doctor = await stage.run("doctor")
      #expect(doctor.status == .attention)
      #expect(Golden.difference(hiddenDisk(doctor.transcript), "doctor-unset.txt") == nil)
    }
  }

  @Test func `the doctor finds all well, and writes nothing`() async throws {
    try await onStage { stage, server in
      let before = try Data(contentsOf: stage.folder.url.appendingPathComponent("rollbook.sqlite"))
      let run = await stage.run("doctor")
      let text = hiddenDisk(run.transcript).replacingOccurrences(
        of: "127.0.0.1:\(server.port)",
        with: "127.0.0.1:PORT"
      )
      #expect(Golden.difference(text, "doctor.txt") == nil)
      let after = try Data(contentsOf: stage.folder.url.appendingPathComponent("rollbook.sqlite"))
      #expect(before == after)
    }
  }

  @Test func `the doctor reports a secret and a ledger that others may read`() async throws {
    try await onStage { stage, server in
      stage.environment["ROLLBOOK_DINGTALK_APP_SECRET"] = nil
      stage.environment["ROLLBOOK_DINGTALK_APP_SECRET_FILE"] = "secret"
      try stage.write(server.credentials.appSecret + "\n", to: "secret")
      for name in ["secret", "rollbook.sqlite"] {
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o644],
          ofItemAtPath: stage.folder.path(name)
        )
      }
      let run = await stage.run("doctor", "--format", "json")
      #expect(run.status == .done)
      let looks = try object(run).elements ?? []
      let warned = looks.filter { $0["verdict"] == "warn" }.compactMap { $0["check"]?.text }
      #expect(warned.contains("secret") && warned.contains("ledger"))
    }
  }

  @Test func `the doctor names what a killed backup left beside the ledger`() async throws {
    try await onStage { stage, _ in
      try stage.write("half a copy", to: "copy.rollbook-partial")
      let run = await stage.run("doctor")
      #expect(run.result.contains("/FOLDER/copy.rollbook-partial"), "\(run.result)")
    }
  }

  @Test func `a ledger that is being written to is busy, and names the process`() async throws {
    try await onStage { stage, _ in
      let request = OperationRequest(
        kind: .fetch,
        system: .dingtalk,
        actor: "somebody",
        parameters: "{}",
        program: "test"
      )
      let ledger = try Ledger.open(at: stage.folder.path("rollbook.sqlite"))
      let writer = try await ledger.begin(request, wait: .zero, timekeeper: stage.timekeeper)
      let run = await stage.run("fetch", "--wait", "2s")
      #expect(run.status == .tryLater && run.notes.contains("[ledgerBusy]"))
      #expect(run.notes.contains("process \(ProcessInfo.processInfo.processIdentifier)"))
      let reading = await stage.run("operations")
      #expect(reading.status == .done && reading.result.contains("running"))
      try writer.close(.finished, now: stage.timekeeper.now())
    }
  }

  @Test(arguments: ["roster", "fetch", "stats", "backup copy", "rebuild"])
  func `a file that is not a ledger is left alone`(line: String) async throws {
    try await onStage { stage, _ in
      try stage.write("name,phone\n张伟,1\n", to: "people.csv")
      let run = await stage.run(
        line.split(separator: " ").map(String.init) + ["--ledger", "people.csv"]
      )
      #expect(run.status == .badData && run.notes.contains("[notALedger]"))
      let left = try String(
        contentsOf: stage.folder.url.appendingPathComponent("people.csv"),
        encoding: .utf8
      )
      #expect(left == "name,phone\n张伟,1\n")
    }
  }

  /// Replaces what depends on the machine's disk, and on how its clock compares with a stopped
  /// clock.
  private func hiddenDisk(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("  disk  ") ? "DISK" : line.contains("  clock  ") ? "CLOCK" : String(line)
    }.joined(separator: "\n")
  }
}
