import Foundation
import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// What the pages show, in both languages and for every role.
@Suite(.serialized) struct PageReadingTests {
  private static let user = "/people/dingtalk/manager4220"
  private static let pages = [
    "/", "/people", "/people?q=%E6%AC%A7", user, "\(user)/history", "\(user)/blame",
    "\(user)/accesses",
    "\(user)?as-of=2", "/changes?since=entry:1", "/compare", "/compare?from=entry:1&to=now",
    "/drift",
    "/operations", "/operations/1", "/batches", "/reports", "/reports/headcount",
    "/reports/person-file", "/reports/person-file?p.user=manager4220", "/accesses", "/proof", "/me",
    "/settings", "/reports/joiners-and-leavers", "/reports/field-changes?p.from=2020-01-01",
  ]

  private func browsing(_ role: String, _ body: (Browser) async throws -> Void) async throws {
    let stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    try await RunningService.serve(stage) { service in
      let browser = Browser(service)
      do {
        try await browser.signIn(role: role)
        try await body(browser)
      } catch {
        try await browser.close()
        throw error
      }
      try await browser.close()
    }
  }

  @Test func `the page of a person reads of no other person`() async throws {
    let stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    #expect(await stage.run("hold", "manager4220", "--reason", "诉讼").status == .done)
    try await RunningService.serve(stage) { service in
      let browser = Browser(service)
      try await browser.signIn(role: "administrator")
      let page = try await browser.open("/people/dingtalk/0457")
      #expect(page.status == 200 && page.text.contains("/people/dingtalk/0457/hold"))
      let looked = await stage.run("accesses", "--format", "json").result
      let accesses = try JSON(parsing: Array(looked.utf8)).elements ?? []
      #expect(!accesses.isEmpty && accesses.allSatisfy { $0["user"] == "0457" }, "\(looked)")
      #expect(accesses.count == 1, "one page is one access: \(looked)")
      let held = try await browser.open(Self.user)
      #expect(held.text.contains("\(Self.user)/release") && held.text.contains("已保全"))
      try await browser.close()
    }
  }

  @Test func `a question that is refused comes back with its form, and with what it may be`()
    async throws
  {
    try await browsing("auditor") { browser in
      for path in ["\(Self.user)?as-of=ABC", "/changes?since=ABC", "/compare?from=ABC&to=now"] {
        let page = try await browser.open(path + "&lang=zh")
        #expect(page.status == 422, "\(path)")
        #expect(page.text.contains("看不懂时间“ABC”") && page.text.contains("批次 12 之前"), "\(page.text)")
        #expect(page.text.contains("value=\"ABC\""), "\(path) lacks the form")
      }
      let page = try await browser.open("\(Self.user)?as-of=%E6%9D%A1%E7%9B%AE%202&lang=zh")
      #expect(page.status == 200, "条目 2 is taken")
    }
  }

  @Test func `every page is whole in both languages, and forbids scripts`() async throws {
    try await browsing("auditor") { browser in
      for (path, language) in Self.pages.flatMap({ path in ["zh", "en"].map { (path, $0) } }) {
        let separator = path.contains("?") ? "&" : "?"
        let page = try await browser.open("\(path)\(separator)lang=\(language)")
        #expect(page.status == 200, "\(path): \(page.text)")
        #expect(page.text.contains("<html lang=\"\(language == "zh" ? "zh-CN" : "en")\">"))
        #expect(
          page.headers["Content-Security-Policy"].first?.hasPrefix("default-src 'none'") == true
        )
        #expect(page.headers["Cache-Control"] == ["no-store"])
        for part in ["<main id=\"main\">", "<h1>", "class=\"skip\""] {
          #expect(page.text.contains(part), "\(path) has no \(part)")
        }
        #expect(!page.text.contains("<script") && !page.text.contains("style=\""), "\(path)")
        #expect(PageTexts.foreign(in: page.text, language: language) == [], "\(path)")
        let heads = page.text.matches(of: /<(?:th|dt|h1|h2|button)[^>]*>([^<]+)/).map(\.1)
        for head in heads where language == "en" {
          // A heading may be a value: the name of a field or of a group.
          #expect(!head.contains("column.") && !head.contains("page."), "\(path): \(head)")
        }
        for head in heads where language == "zh" {
          #expect(head.firstMatch(of: /^[A-Za-z_]{3,}$/) == nil, "\(path): \(head)")
        }
      }
    }
  }

  @Test func `a table for Excel has names, the columns of the language, and its times`()
    async throws
  {
    try await browsing("administrator") { browser in
      let file = try await browser.open("/compare?from=entry:1&to=now&format=excel&lang=zh")
      let rows = file.text.split(whereSeparator: \.isNewline)
      #expect(rows.first == "\u{FEFF}姓名,字段,原值,新值,来源,操作", "\(file.text)")
      #expect(rows.count > 3 && rows.contains { $0.contains("姓名") }, "\(file.text)")
      let person = try await browser.open("\(Self.user)?format=excel&lang=zh").text
      #expect(person.contains("\u{FEFF}分组,字段,值,自\r\n"), "\(person)")
      let people = try await browser.open("/people?format=excel&lang=en").text
      #expect(people.contains("manager4220") && people.contains("Person"), "\(people)")
      #expect(try await browser.open("/proof?format=excel").status == 400)
    }
  }

  @Test func `a list of many people is one access, and an empty one says what was asked`()
    async throws
  {
    let stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    try await RunningService.serve(stage) { service in
      let browser = Browser(service)
      try await browser.signIn(role: "administrator")
      let page = try await browser.open("/compare?from=entry:1&to=now")
      #expect(page.status == 200 && page.text.contains("/people/dingtalk/0457"), "\(page.text)")
      let looked = await stage.run("accesses", "--format", "json").result
      let accesses = try JSON(parsing: Array(looked.utf8)).elements ?? []
      #expect(accesses.count == 1, "\(looked)")
      let none = try await browser.open("/changes?by=%E6%97%A0%E6%AD%A4%E4%BA%BA")
      #expect(none.text.contains("没有符合这些条件的内容"), "\(none.text)")
      try await browser.close()
    }
  }

  @Test func `a page is as of the entry that it is asked for`() async throws {
    try await browsing("auditor") { browser in
      let now = try await browser.open(Self.user).text
      let place = try #require(now.firstMatch(of: /as-of=entry%3A([0-9]+)/)?.1)
      let kept = try await browser.open("\(Self.user)?as-of=\(place)")
      #expect(kept.status == 200 && kept.text.contains("返回现在") && !now.contains("返回现在"))
      let early = try await browser.open("\(Self.user)?as-of=1")
      #expect(early.status == 404 || early.text != kept.text)
      #expect(try await browser.open("\(Self.user)?as-of=99999").status >= 400)
    }
  }

  @Test(arguments: [
    ("keeper", ["/": 200, "/proof": 200, "/people": 403, "/changes": 403, "/operations": 403]),
    ("analyst", ["/": 200, "/people": 200, "/reports": 200, "/operations": 403, "/batches": 403]),
    ("administrator", ["/people": 200, "/operations": 200, "/batches/1": 404, "/nothing": 404]),
  ])
  func `a role sees its pages, and no link to another`(role: String, pages: [String: Int])
    async throws
  {
    try await browsing(role) { browser in
      let home = try await browser.open("/").text
      for (path, status) in pages {
        let page = try await browser.open(path)
        #expect(page.status == status, "\(path)")
        if status == 403 { #expect(!home.contains("href=\"\(path)\"")) }
        if status >= 400 { #expect(page.text.contains("<code><bdi>"), "the stable name") }
      }
    }
  }

  @Test func `who has not signed in sees how to, and nothing else`() async throws {
    try await browsing("auditor") { browser in
      browser.cookie = nil
      for path in Self.pages {
        let place = ["/", "/me"].contains(path) ? "" : "?to=" + PercentEncoding.text(path)
        #expect(try await browser.open(path).headers["Location"] == ["/sign-in" + place])
        let file = try await browser.open(path + (path.contains("?") ? "&" : "?") + "format=csv")
        #expect(file.status == 303, "\(path)")
      }
      let page = try await browser.open("/sign-in", headers: [("Accept-Language", "en")])
      #expect(page.status == 200 && page.text.contains("rollbook sign-in-link"))
    }
  }
}
