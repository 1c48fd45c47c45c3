import Access
import Foundation
import NIOHTTP1
@testable import Pages
@testable import PublicAPI
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON
import WebServer

/// No response has a value that its reader may not see whole.
@Suite(.serialized) struct MaskingTests {
  private static let identity = "110101199001310756"
  private static let account = "6222021234567890123"

  /// A service whose ledger has been changed, pushed, rolled back and proposed.
  private func playing(_ body: (RunningService, _ user: String) async throws -> Void) async throws {
    let files = [
      "own.sql": Self.own,
      "rollbook.yaml": "people:\n  - { name: 李静, accounts: [lijing], approves: [approver] }\n",
    ]
    try await RunningService.serving(files: files) { service, sandbox in
      let user = await sandbox.withCompany { $0.userids[0] }.text
      await sandbox.withCompany { _ = $0.advanceDay(20) }
      let fetched = try await service.job("/api/v1/fetches", #"{"reason":"again"}"#)
      #expect(fetched["state"] == "done", "\(fetched.compact)")
      let pushed = try await service.job("/api/v1/pushes", Self.change(user, Self.account))
      let batch = try #require(pushed["result"]?["operation"]?.integer, "\(pushed.compact)")
      _ = try await service.job("/api/v1/batches/\(batch)/rollback/plan", "{}")
      _ = try await service.job(
        "/api/v1/batches/\(batch)/rollback",
        #"{"reason":"no","readAfter":"0s"}"#
      )
      _ = try await service.job("/api/v1/plans", Self.change(user, Self.identity, isPlan: true))
      let proposed = try await service.job(
        "/api/v1/pushes",
        Self.change(user, Self.identity, with: #","propose":true"#)
      )
      #expect(proposed["result"]?["proposal"] != nil, "\(proposed.compact)")
      await sandbox.withCompany { _ = $0.advanceDay(20) }
      _ = try await service.job("/api/v1/fetches", #"{"reason":"later"}"#)
      try await body(service, user)
    }
  }

  private static func change(
    _ user: String,
    _ number: String,
    isPlan: Bool = false,
    with more: String = ""
  ) -> String {
    let table = "userid,sys02-certNo,sys04-bankAccountNo\\n\(user),\(number),\(number)\\n"
    let why = isPlan ? "" : #","reason":"moved","readAfter":"0s""#
    return #"{"to":"dingtalk","file":{"name":"m.csv","text":"\#(table)"}\#(why)\#(more)}"#
  }

  /// A report of the company's own over every view with values.
  private static let own = """
    -- title: 自己的 Own
    -- question: What does each view say?
    -- column: text text; 内容 text
    SELECT value || label || words AS text FROM cells
    UNION ALL SELECT words FROM cells
    UNION ALL SELECT value FROM roster
    UNION ALL SELECT words FROM cell_versions
    UNION ALL SELECT value FROM history
    UNION ALL SELECT words FROM stored_events
    UNION ALL SELECT from_words || to_words || from_value || to_label FROM changes
    UNION ALL SELECT to_words FROM writes
    UNION ALL SELECT message FROM batch_rows
    UNION ALL SELECT record FROM dismissals

    """

  /// Long values of fields that a role does not see, which stand nowhere else.
  private func secrets(_ service: RunningService, _ role: Role) async throws -> [String] {
    let printed = await service.stage.run("log", "--events", "--format", "json")
    let cells = try JSON(parsing: Array(printed.result.utf8)).elements ?? []
    let sight = Sight(role.classes, classes: FieldClasses())
    var (hidden, open): (Set<String>, [String]) = ([Self.identity, Self.account], [])
    for cell in cells {
      for text in ["value", "label"].compactMap({ cell[$0]?.text }) {
        if sight.sees(FieldCode(cell["field"]?.text ?? "")) {
          open.append(text)
        } else if text.unicodeScalars.count >= 8 {
          hidden.insert(text)
        }
      }
    }
    let seen = open.joined(separator: "\n")
    return hidden.filter { !seen.contains($0) }
  }

  /// The first secret in a text.
  private func leak(_ secrets: [String], in text: String) -> String? {
    secrets.first { text.contains($0) }
  }

  /// Every address of a table with the values of its parameters; a new parameter must be given one.
  private func addresses(_ path: PathPattern, _ values: [String: [String]]) throws -> [String] {
    let names = path.names
    var all = [[String: String]()]
    for name in names {
      let given = try #require(values[name], "no value is known for {\(name)}")
      all = all.flatMap { part in given.map { part.merging([name: $0]) { $1 } } }
    }
    return all.map { path.filled($0).map(PercentEncoding.text).joined(separator: "/") }
  }

  private func values(_ service: RunningService, _ user: String) async throws -> [String: [String]]
  {
    let jobs = try await service.all("/api/v1/jobs").compactMap { $0["job"]?.text }
    let numbers = { (path: String, key: String) in
      try await service.all("/api/v1/\(path)").compactMap { $0[key]?.integer.map(String.init) }
    }
    let reports = try await service.all("/api/v1/reports").compactMap { $0["name"]?.text }
    #expect(reports.count > 15)
    return [
      "system": ["dingtalk"], "user": [user], "name": reports, "entry": ["5"],
      "erasure": ["5"],
      "operation": ["1"], "batch": try await numbers("batches", "operation"),
      "proposal": try await numbers("proposals", "proposal"), "job": jobs,
    ]
  }

  /// What the routes need besides, by name.
  private func query(_ route: Route, _ user: String) -> String {
    switch route.name {
    case "compare": "from=entry:1&to=now"
    case "readFeed": "after=0&values=true&limit=1000"
    case "readReport": "param=user=\(user)"
    case "readEvidence": "user=\(user)"
    default: ""
    }
  }

  private func token(_ service: RunningService, _ role: Role) async throws -> String {
    let made = await service.stage.run(
      "token",
      "create",
      "--role",
      role.rawValue,
      "--format",
      "json"
    )
    return try JSON(parsing: Array(made.result.utf8))["token"]?.text ?? ""
  }

  @Test func `no route and no page shows a role what it may not see whole, in any format`()
    async throws
  {
    try await playing { service, user in
      let folder = service.stage.folder.url
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("reports"),
        withIntermediateDirectories: true
      )
      try service.stage.write(Self.own, to: "reports/own.sql")
      let values = try await values(service, user)
      try await withThrowingTaskGroup(of: Int.self) { group in
        // A subject has no token.
        for role in Role.allCases where role != .subject {
          group.addTask { try await walk(service, user, role, values) }
        }
        var shown: [Int] = []
        for try await count in group { shown.append(count) }
        #expect(shown.count { $0 > 30 } >= 3, "\(shown)")
      }
      try await pages(service, user, values)
      try await token(service, user)
    }
  }

  /// The formats in which a route is read; lists as lines are made as the JSON is, so one role is enough.
  private func formats(of route: Route, for role: Role) -> [String] {
    guard route.formats.count > 1 else { return [""] }
    return route.formats.filter { $0 != .ndjson || role == .analyst }.map {
      "format=\($0)" + ($0 == .json && route.isList ? "&limit=1000" : "")
    }
  }

  /// Reads every route as a role, and returns how many responses had something.
  private func walk(
    _ service: RunningService,
    _ user: String,
    _ role: Role,
    _ values: [String: [String]]
  ) async throws -> Int {
    let (token, secrets) = (try await token(service, role), try await secrets(service, role))
    #expect(secrets.count > 20, "\(role)")
    var shown = 0
    for route in Routes.all where route.method == "GET" && route.name != "streamFeed" {
      for path in try addresses(route.path, values) {
        for format in formats(of: route, for: role) {
          var query = query(route, user)
          if route.name == "readReport", path != "reports/person-file" { query = "" }
          if !format.isEmpty { query += (query.isEmpty ? "" : "&") + format }
          let target = "/api/v1/\(path)" + (query.isEmpty ? "" : "?\(query)")
          let response = try await service.send(.GET, target, token: token)
          let found = leak(secrets, in: response.text)
          #expect(found == nil, "\(role) \(target): \(found ?? "")")
          #expect(response.status < 500, "\(role) \(target): \(response.text)")
          if response.status == 200 { shown += 1 }
        }
      }
    }
    return shown
  }

  /// Reads every page as roles that sign in, and the same as files.
  private func pages(
    _ service: RunningService,
    _ user: String,
    _ values: [String: [String]]
  ) async throws {
    let own = [
      "compare": "from=entry:1&to=now", "changes": "since=entry:1", "drift": "since=entry:1",
      "reports/person-file": "p.user=\(user)",
    ]
    for role in [Role.analyst, .administrator, .approver] {
      let secrets = try await secrets(service, role)
      let browser = Browser(service)
      try await browser.signIn(role: role.rawValue)
      for page in PageTable.all where role.permissions.contains(page.permission) {
        for path in try addresses(page.path, values) {
          for format in ["", "format=json"] + (page.hasTable ? ["format=csv"] : []) {
            let query = [own[path], format].compactMap(\.self).filter { !$0.isEmpty }
            let target = "/\(path)?" + query.joined(separator: "&")
            let answer = try await browser.open(target)
            let found = leak(secrets, in: answer.text)
            #expect(found == nil, "\(role) \(target): \(found ?? "")")
          }
        }
      }
      try await browser.close()
    }
  }

  /// A token with classes sees them whole, and what is masked says so.
  private func token(_ service: RunningService, _ user: String) async throws {
    let made = await service.stage.run(
      "token",
      "create",
      "--role",
      "analyst",
      "--classes",
      "open,private,sensitive",
      "--format",
      "json"
    )
    let whole = try JSON(parsing: Array(made.result.utf8))["token"]?.text ?? ""
    #expect(made.result.contains("analyst:open+private+sensitive"))
    let path = "/api/v1/cells?user=\(user)&field=sys02-certNo&include-left=true"
    let first = try await service.send(.GET, path)
    let seen = try JSON(parsing: Array(first.text.utf8))["items"]?.elements?.first
    let all = try await service.send(.GET, path, token: whole)
    let cell = try JSON(parsing: Array(all.text.utf8))["items"]?.elements?.first
    let number = try #require(cell?["value"]?.text)
    #expect(seen?["value"]?.text == ValueMask.masked(Verbatim(number)).text)
    #expect(seen?["masked"]?.boolean == true && cell?["masked"] == nil)
    #expect(first.headers["ETag"] != all.headers["ETag"], "another reader sees another thing")
    let tag = first.headers["ETag"].first ?? ""
    let again = try await service.send(.GET, path, token: whole, headers: [("If-None-Match", tag)])
    #expect(again.status == 200)
    let csv = try await service.send(.GET, "\(path)&format=csv").text
    #expect(csv.contains(ValueMask.masked(Verbatim(number)).text) && csv.contains(",masked"))
    let listed = await service.stage.run("token", "list")
    #expect(listed.result.contains("analyst:open+private+sensitive"))
    let wrong = await service.stage.run("token", "create", "--role", "client", "--classes", "all")
    #expect(wrong.status == .usage, "\(wrong.notes)")
  }
}
