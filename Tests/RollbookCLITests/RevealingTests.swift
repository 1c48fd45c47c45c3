import Foundation
import GRDB
import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Masked values are shown whole for a purpose, which is recorded first.
@Suite(.serialized) struct RevealingTests {
  private static let field = "sys02-certNo"

  private func playing(
    _ role: String = "auditor",
    _ body: (RunningService, _ user: String, _ number: String) async throws -> Void
  ) async throws {
    try await RunningService.serving(role: role) { service, sandbox in
      let user = await sandbox.withCompany { $0.userids[0] }
      let number = await sandbox.withCompany {
        $0.entry(user, FieldCode(Self.field), item: 0)?.value
      }
      try await body(service, user.text, try #require(number?.shown?.text))
    }
  }

  private func reveal(
    _ service: RunningService,
    _ user: String,
    _ purpose: String?,
    with more: String = ""
  ) async throws -> (status: Int, headers: HTTPHeaders, text: String) {
    let why = purpose.map { #","purpose":"\#($0)""# } ?? ""
    let body = #"{"user":"\#(user)","fields":["\#(Self.field)"]\#(why)\#(more)}"#
    return try await service.send(.POST, "/api/v1/reveals", body: body)
  }

  private func accesses(_ service: RunningService) async throws -> [JSON] {
    let run = await service.stage.run("accesses", "--format", "json")
    return try JSON(parsing: Array(run.result.utf8)).elements ?? []
  }

  @Test func `a value is revealed for a purpose, in the chain of the person`() async throws {
    try await playing { service, user, number in
      let shown = try await reveal(service, user, "核对工资卡", with: #","asOf":"now""#)
      #expect(shown.status == 200, "\(shown.text)")
      #expect(shown.headers["Cache-Control"] == ["no-store"])
      let items = try JSON(parsing: Array(shown.text.utf8))["items"]?.elements ?? []
      #expect(items.map { $0["value"]?.text } == [number] && items[0]["masked"] == nil)
      let last = try await accesses(service).last
      #expect(last?["what"]?.text == "reveal" && last?["purpose"]?.text == "核对工资卡")
      #expect(last?["user"]?.text == user && last?["people"]?.integer == 1)
      let query = last?["query"]?.text ?? ""
      #expect(query.contains("fields=\(Self.field)") && !query.contains("purpose"), "\(query)")
      let entries = try await service.all("/api/v1/entries?user=\(user)")
      #expect(entries.contains { $0["entry"] == last?["entry"] && $0["kind"] == "accessed" })
      let reveals = try await service.all("/api/v1/accesses?what=reveal")
      #expect(reveals == [last] && !reveals[0].compact.contains(number))
      #expect(try await service.all("/api/v1/accesses?what=readPerson").isEmpty)
      let printed = await service.stage.run("accesses", "--what", "reveal")
      #expect(printed.result.contains("核对工资卡"))
    }
  }

  @Test func `without a purpose, a field or the role, nothing is revealed or recorded`()
    async throws
  {
    try await playing { service, user, number in
      let long = String(repeating: "长", count: 334)
      for (purpose, status) in [(nil, 400), ("", 400), ("x", 422), ("12 34", 422), (long, 422)] {
        let refused = try await reveal(service, user, purpose)
        #expect(refused.status == status && !refused.text.contains(number), "\(refused.text)")
      }
      let body = #"{"user":"\#(user)","fields":["没有的字段"],"purpose":"核对"}"#
      let unknown = try await service.send(.POST, "/api/v1/reveals", body: body)
      #expect(unknown.status == 404 && unknown.text.contains("fieldUnknown"))
      #expect(try await accesses(service).isEmpty)
    }
    try await playing("analyst") { service, user, number in
      let refused = try await reveal(service, user, "核对工资卡")
      #expect(refused.status == 403 && !refused.text.contains(number))
    }
  }

  @Test func `what cannot be recorded is not revealed`() async throws {
    try await playing { service, user, number in
      try await DatabaseQueue(path: service.stage.folder.path("rollbook.sqlite")).write {
        try $0.execute(
          sql:
            "CREATE TRIGGER no_more BEFORE INSERT ON access BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
      }
      let refused = try await reveal(service, user, "核对工资卡")
      #expect(refused.status == 503 && refused.text.contains("accessNotRecorded"))
      #expect(!refused.text.contains(number))
    }
  }

  @Test func `a page asks for the purpose, records it, and shows the value once`() async throws {
    try await playing { service, user, number in
      let browser = Browser(service)
      try await browser.signIn(role: "auditor")
      let sheet = try await browser.open("/people/dingtalk/\(user)")
      let place = "/people/dingtalk/\(user)/reveal?field=\(Self.field)"
      #expect(sheet.text.contains("href=\"\(place)\"") && !sheet.text.contains(number))
      let form = try await browser.open(place)
      #expect(form.status == 200 && form.text.contains("name=\"purpose\""), "\(form.text)")
      #expect(!form.text.contains(number))
      let token = String(form.text.firstMatch(of: /name="token" value="([0-9a-f]{64})"/)?.1 ?? "")
      let send = { (purpose: String, token: String) in
        let fields = "token=\(token)&field=\(Self.field)&as-of=&purpose=\(purpose)"
        return try await browser.open(
          "/people/dingtalk/\(user)/reveal",
          form: fields,
          headers: Browser.same
        )
      }
      let purpose = PercentEncoding.text("核对 <b>工资卡</b>")
      #expect(try await send(purpose, String(repeating: "0", count: 64)).status == 403)
      let empty = try await send("1", token)
      #expect(empty.status == 422 && !empty.text.contains(number))
      #expect(try await accesses(service).allSatisfy { $0["what"] != "reveal" })
      let shown = try await send(purpose, token)
      #expect(shown.status == 200 && shown.text.contains(number), "\(shown.text)")
      #expect(shown.headers["Cache-Control"] == ["no-store"])
      #expect(!shown.text.contains("<b>") && shown.text.contains("&lt;b&gt;工资卡"))
      #expect(try await accesses(service).last { $0["what"] == "reveal" } != nil)
      #expect(try await browser.open("/accesses").text.contains("&lt;b&gt;工资卡"))
      try await browser.close()
    }
  }
}
