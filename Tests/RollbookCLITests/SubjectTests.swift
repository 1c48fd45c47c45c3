import Access
import GRDB
import NIOHTTP1
@testable import Pages
@testable import PublicAPI
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON
import WebServer

/// What people see of themselves, that a subject never sees another person, and that nothing is shown on
/// a page before it is recorded.
@Suite(.serialized) struct SubjectTests {
  /// 欧阳娜娜 as a subject and as an auditor; what must not be seen of the others.
  private static let own = "manager4220"
  private static let others = [
    "0456", "0457", "0500", "0013", "0014", "0015", "张伟", "李\n雷", "复旦大学", "清华大学",
  ]

  private func serving(_ body: (RunningService, Browser) async throws -> Void) async throws {
    let stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    try stage.write(
      """
      people:
        - { name: 欧阳娜娜, role: subject, users: ["0012"] }
        - { name: 王敏, role: auditor, users: ["nobody"] }
      """,
      to: "rollbook.yaml"
    )
    try await RunningService.serve(stage, role: "auditor") { service in
      let browser = Browser(service)
      do { try await body(service, browser) } catch {
        try await browser.close()
        throw error
      }
      try await browser.close()
    }
  }

  private static func signIn(_ browser: Browser, as name: String, role: String) async throws {
    let answer = try await browser.press(try await browser.link(role: role, as: name))
    #expect(answer.status == 303, "\(answer.text)")
    browser.cookie = answer.cookie
  }

  @Test func `a subject sees themself, and never another person`() async throws {
    try await serving { service, browser in
      // Others look at her, alone and among others, and name them in what they ask for.
      for path in [
        "people/dingtalk/\(Self.own)", "people?limit=10", "people?q=0456", "cells?format=csv",
        "changes?user=\(Self.own)&user=0456",
      ] {
        #expect(try await service.send(.GET, "/api/v1/\(path)").status == 200, "\(path)")
      }
      try await Self.signIn(browser, as: "欧阳娜娜", role: "subject")
      #expect(try await browser.open("/").headers["Location"] == ["/me/record"])
      try await Self.ownPages(browser)
      try await Self.everyPage(browser)
      try await Self.recorded(service, browser)
      // A token is no person, and is none of this role.
      let token = try await service.send(.GET, "/api/v1/me/record")
      #expect(token.status == 403 && token.text.contains("ownUserUnknown"))
      let made = await service.stage.run("token", "create", "--role", "subject")
      #expect(made.status == .usage && made.notes.contains("signs in to the pages"))
      // Who is not in the roster by the settings sees nothing of themself.
      try await Self.signIn(browser, as: "王敏", role: "auditor")
      let unknown = try await browser.open("/me/record?lang=zh")
      #expect(unknown.status == 403 && unknown.text.contains("不知道您对应"))
    }
  }

  private static func ownPages(_ browser: Browser) async throws {
    for (path, text) in [
      ("/me/record", "+86-13900000009"), ("/me/history", "+86-13800000001"),
      ("/me/accesses", "token "),
    ] {
      for language in ["zh", "en"] {
        let page = try await browser.open("\(path)?lang=\(language)")
        #expect(page.status == 200 && page.text.contains(text), "\(path): \(page.text)")
        #expect(!page.text.contains("/people/") && !page.text.contains("/operations/"), "\(path)")
      }
      for format in ["json", "csv"] {
        let file = try await browser.open("\(path)?format=\(format)")
        #expect(file.status == 200 && file.text.contains(text), "\(path): \(file.text)")
        let text = plain(file.text)
        for other in others { #expect(!text.contains(other), "\(path) has \(other)") }
      }
    }
    let list = try JSON(parsing: try await browser.open("/me/accesses?format=json").text)
    let rows = list["items"]?.elements ?? []
    // Her own readings are there as well, and none that cannot have shown her.
    #expect(rows.contains { $0["what"]?.text == "readPerson" && $0["user"]?.text == own })
    #expect(rows.contains { $0["what"]?.text == "listPeople" && $0["people"]?.integer == 3 })
    #expect(rows.contains { $0["what"]?.text == "listCells" && $0["people"]?.isNull == true })
    #expect(rows.contains { $0["role"]?.text == "subject" })
    #expect(!rows.contains { $0["people"]?.integer == 0 })
    #expect(rows.allSatisfy { $0["user"]?.text != nil || $0["query"]?.isNull == true })
  }

  /// A text without the hexadecimal numbers of requests and forms, in which any digits may be.
  private static func plain(_ text: String) -> String {
    text.replacing(/[0-9a-f]{16,}/, with: "…")
  }

  /// Each page and each form, as if it were about another person; and each route of the API.
  private static func everyPage(_ browser: Browser) async throws {
    let values = [
      "system": "dingtalk", "user": "0456", "name": "headcount", "entry": "7", "operation": "1",
      "batch": "1", "proposal": "1", "job": "none",
    ]
    let paths =
      PageTable.all.map { "/" + $0.path.filled(values).joined(separator: "/") }
      + ActionTable.all.map { "/" + $0.path.filled(values).joined(separator: "/") }
    #expect(paths.count > 30)
    for path in Set(paths + ["/me/record?user=0456", "/me/accesses?user=0456", "/me"]) {
      for format in ["", "format=json", "format=csv"] {
        let mark = path.contains("?") ? "&" : "?"
        let page = try await browser.open(path + (format.isEmpty ? "" : mark + format))
        let text = plain(page.text)
        for other in others where !path.contains(other) || other != "0456" {
          #expect(!text.contains(other), "\(path) \(format) has \(other)")
        }
        // Without its two moments, the comparison is a form and nothing else.
        let isOwn =
          path.hasPrefix("/me") && !path.contains("?") || ["/", "/compare"].contains(path)
        #expect(isOwn || page.status >= 400 || page.status == 303, "\(path): \(page.status)")
      }
    }
    // What her role may do of the API, and nothing else, is what shows her or no person.
    let allowed = Routes.all.filter { route in
      route.permission.map { Role.subject.permissions.contains($0) } ?? true
    }
    #expect(
      Set(allowed.map(\.name)) == [
        "readOwnRecord", "readOwnHistory", "listOwnAccesses", "readPublicKey", "readOpenAPI",
      ]
    )
    #expect(allowed.allSatisfy { $0.isOwn || !$0.showsPeople })
  }

  private static func recorded(_ service: RunningService, _ browser: Browser) async throws {
    let all = try await service.all("/api/v1/people/dingtalk/\(own)/accesses")
    let mine = all.filter { $0["role"]?.text == "subject" }
    #expect(
      Set(mine.compactMap { $0["what"]?.text }) == [
        "readOwnRecord", "readOwnHistory", "listOwnAccesses",
      ]
    )
    #expect(mine.allSatisfy { $0["user"]?.text == own })
    #expect(mine.allSatisfy { $0["actor"]?.text?.hasPrefix("欧阳娜娜 (link ") == true })
    // That it was read is a reading of her, too.
    let again = try await service.all("/api/v1/people/dingtalk/\(own)/accesses")
    #expect(again.last?["what"]?.text == "listPersonAccesses")
    #expect(again.count == all.count + 1)
  }

  /// The pages that can show people, with what is counted of each.
  private static let pages = [
    "people", "people/dingtalk/\(own)", "people/dingtalk/\(own)/history",
    "people/dingtalk/\(own)/blame", "people/dingtalk/\(own)/accesses", "changes?since=entry:1",
    "compare?from=entry:1&to=now", "drift?since=entry:1", "reports/headcount", "operations/2",
    "accesses", "people?format=csv", "people?format=json", "reports/person-file?p.user=\(own)",
    "changes?since=entry:1&format=csv", "people/dingtalk/\(own)?format=csv",
  ]

  @Test func `each page that shows people is recorded first, and is 503 without a value if not`()
    async throws
  {
    try await serving { service, browser in
      try await Self.signIn(browser, as: "李娜", role: "auditor")
      var known = try await service.all("/api/v1/accesses").count
      for path in Self.pages {
        let page = try await browser.open("/\(path)")
        #expect(page.status == 200, "\(path): \(page.text.prefix(300))")
        let now = try await service.all("/api/v1/accesses")
        let new = now.dropFirst(known).filter { $0["actor"]?.text?.hasPrefix("李娜") == true }
        #expect(!new.isEmpty, "\(path)")
        // A file of many people costs one entry.
        if path.contains("format=") { #expect(new.count == 1, "\(path): \(new)") }
        known = now.count
      }
      // Another program makes each append fail, as a full disk does.
      try await DatabaseQueue(path: service.stage.folder.path("rollbook.sqlite")).write {
        try $0.execute(
          sql:
            "CREATE TRIGGER no_more BEFORE INSERT ON access BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
      }
      for (path, language) in Self.pages.flatMap({ path in ["zh", "en"].map { (path, $0) } }) {
        let page = try await browser.open(
          "/\(path)\(path.contains("?") ? "&" : "?")lang=\(language)"
        )
        #expect(page.status == 503, "\(path): \(page.status)")
        #expect(page.text.contains("accessNotRecorded"), "\(path)")
        for value in ["欧阳娜娜", "张伟", "0456", "+86-1", "复旦大学"] {
          #expect(!Self.plain(page.text).contains(value), "\(path) has \(value)")
        }
        guard !path.contains("format=") else { continue }
        #expect(page.text.contains(language == "zh" ? "没有记录下来" : "could not be recorded"))
      }
    }
  }
}
