import Foundation
import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// The pages of the service over real HTTP: signing in, sessions, and that a page shows what the API
/// answers.
@Suite(.serialized) struct PageServingTests {
  private func browsing(_ body: (Browser, RunningService) async throws -> Void) async throws {
    let stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    try await RunningService.serve(stage, role: "auditor") { service in
      let browser = Browser(service)
      do { try await body(browser, service) } catch {
        try await browser.close()
        throw error
      }
      try await browser.close()
    }
  }

  @Test func `a link is used up by its button, once, and not by who looks at it`() async throws {
    try await browsing { browser, service in
      let link = try await browser.link()
      #expect(link.hasPrefix(service.url + "/sign-in/"))
      for _ in 0..<2 {
        let looked = try await browser.open(link)
        #expect(looked.status == 200 && looked.cookie == nil)
      }
      let first = try await browser.press(link)
      #expect(first.status == 303 && first.headers["Location"] == ["/"])
      let cookie = first.headers["Set-Cookie"].first ?? ""
      #expect(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/")
      )
      let second = try await browser.press(link)
      #expect(second.status == 410 && second.text.contains("linkUsed") && second.cookie == nil)
      browser.cookie = first.cookie
      #expect(try await browser.open("/").status == 200)
      // Who got in is in the log.
      let operations = try await service.all("/api/v1/operations")
      let last = try #require(operations.last)
      #expect(last["actor"]?.text?.hasPrefix("王敏 (link ") == true)
      #expect(last["reason"]?.text == "signed in to the pages")
    }
  }

  @Test func `of two who press at once, one gets in`() async throws {
    try await browsing { browser, _ in
      let link = try await browser.link()
      let browser = UncheckedBrowser(browser)
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 { group.addTask { try await browser.press(link) } }
        return try await group.reduce(into: [Int]()) { $0.append($1) }.sorted()
      }
      #expect(statuses == [303, 410, 410, 410])
    }
  }

  @Test func `a link is over after five minutes, and is no token`() async throws {
    try await browsing { browser, service in
      let link = try await browser.link()
      let secret = String(link.split(separator: "/").last ?? "")
      #expect(try await service.send(.GET, "/api/v1/people", token: secret).status == 401)
      service.stage.timekeeper.advance(by: .seconds(299))
      let other = try await browser.link()
      service.stage.timekeeper.advance(by: .seconds(1))
      let answer = try await browser.press(link)
      #expect(answer.status == 410 && answer.text.contains("linkOver"))
      #expect(try await browser.press(other).status == 303)
      let wrong = try await browser.press(link.replacing("/sign-in/", with: "/sign-in/0"))
      #expect(wrong.status == 404 && wrong.text.contains("linkUnknown"))
    }
  }

  @Test func `a session has a new identifier at sign-in, and ends the one before`() async throws {
    try await browsing { browser, _ in
      browser.cookie = "rollbook=" + String(repeating: "a", count: 64)
      let planted = browser.cookie
      try await browser.signIn()
      let first = browser.cookie
      #expect(first != planted && first?.utf8.count == "rollbook=".utf8.count + 64)
      try await browser.signIn()
      #expect(browser.cookie != first)
      #expect(try await browser.open("/me").status == 200)
      for old in [planted, first] {
        browser.cookie = old
        #expect(try await browser.open("/me").headers["Location"] == ["/sign-in"])
      }
    }
  }

  @Test func `a session ends when idle for half an hour, and after ten hours in any case`()
    async throws
  {
    try await browsing { browser, service in
      let clock = service.stage.timekeeper
      try await browser.signIn()
      clock.advance(by: .seconds(29 * 60))
      #expect(try await browser.open("/me").status == 200)
      clock.advance(by: .seconds(30 * 60))
      #expect(try await browser.open("/me").status == 303)
      try await browser.signIn()
      for _ in 0..<20 {
        #expect(try await browser.open("/me").status == 200)
        clock.advance(by: .seconds(29 * 60))
      }
      clock.advance(by: .seconds(20 * 60))
      #expect(try await browser.open("/me").status == 303)
    }
  }

  /// What browsers send with a form: site, origin (`own` is the service's), and whether it counts as a
  /// page of the service for signing in, and with the token of the session for signing out.
  private static let senders: [(site: String?, origin: String?, signIn: Int, signOut: Int)] = [
    ("same-origin", nil, 303, 303), ("none", nil, 303, 303), ("same-site", nil, 403, 403),
    ("cross-site", nil, 403, 403), ("cross-site", "own", 403, 403),
    ("same-origin", "https://evil.example", 303, 303), (nil, "own", 303, 303),
    (nil, "https://evil.example", 403, 403), (nil, "null", 403, 403), (nil, nil, 403, 303),
  ]

  @Test func `a form of another site does nothing`() async throws {
    try await browsing { browser, service in
      for sender in Self.senders {
        // No more than ten sign-ins a minute are begun from one address.
        service.stage.timekeeper.advance(by: .seconds(60))
        let origin = sender.origin.map { $0 == "own" ? service.url : $0 }
        let headers =
          [("Sec-Fetch-Site", sender.site), ("Origin", origin)].compactMap { name, value in
            value.map { (name, $0) }
          }
        browser.cookie = nil
        let answer = try await browser.press(try await browser.link(), headers: headers)
        #expect(answer.status == sender.signIn, "signing in, \(sender)")
        try await browser.signIn()
        let me = try await browser.open("/me").text
        let token = me.firstMatch(of: /name="token" value="([0-9a-f]{64})"/)?.1 ?? ""
        for wrong in ["", "token=", "token=\(String(repeating: "0", count: 64))"] {
          #expect(try await browser.open("/sign-out", form: wrong, headers: headers).status == 403)
        }
        let out = try await browser.open("/sign-out", form: "token=\(token)", headers: headers)
        #expect(out.status == sender.signOut, "signing out, \(sender)")
        #expect(try await browser.open("/me").status == (out.status == 303 ? 303 : 200))
      }
    }
  }

  @Test func `no GET ends a session, and no POST reaches a page`() async throws {
    try await browsing { browser, _ in
      try await browser.signIn()
      #expect(try await browser.open("/sign-out").status == 405)
      #expect(try await browser.open("/people", form: "q=x", headers: Browser.same).status == 405)
      #expect(try await browser.open("/me").status == 200)
    }
  }

  @Test func `the API takes no cookie, and a page no token`() async throws {
    try await browsing { browser, service in
      try await browser.signIn()
      #expect(try await browser.open("/api/v1/people").status == 401)
      browser.cookie = nil
      let answer = try await browser.open(
        "/people",
        headers: [("Authorization", "Bearer \(service.token)")]
      )
      #expect(answer.status == 303 && answer.headers["Location"] == ["/sign-in?to=%2Fpeople"])
    }
  }

  @Test func `a page's downloads are what the API answers`() async throws {
    try await browsing { browser, service in
      try await browser.signIn()
      let user = "/dingtalk/manager4220"
      for (page, api) in [
        ("/people?", "/people?"), ("/people\(user)?", "/people\(user)?"),
        ("/people\(user)/history?", "/people\(user)/history?"),
        ("/people\(user)/blame?", "/people\(user)/blame?"),
        ("/changes?since=entry:1&", "/changes?since=entry:1&"),
        ("/compare?from=entry:1&to=now&", "/diff?from=entry:1&to=now&"),
        ("/operations?latest-first=false&", "/operations?"), ("/reports?", "/reports?"),
      ] {
        let json = try await browser.open("\(page)format=json")
        #expect(json.status == 200, "\(page): \(json.text)")
        let shown = try JSON(parsing: Array(json.text.utf8))["items"]
        #expect(try await shown == service.get("/api/v1\(api)")["items"], "\(page)")
        let csv = try await browser.open("\(page)format=csv")
        #expect(csv.text == (try await service.send(.GET, "/api/v1\(api)format=csv").text))
        #expect(csv.headers["Content-Disposition"].first?.contains(".csv\"") == true)
      }
      let report = try await browser.open("/reports/person-file?p.user=manager4220&format=csv")
      let asked = "/api/v1/reports/person-file?param=user=manager4220&format="
      let json = try await service.get(asked + "json")
      let rows = json["rows"]?.elements?.count ?? 0
      #expect(report.text == (try await service.send(.GET, asked + "csv").text))
      #expect(rows > 5 && report.text.contains("# rows: \(rows), as of entry "))
      #expect(report.headers["Content-Disposition"] == ["attachment; filename=\"person-file.csv\""])
    }
  }
}

/// A browser for several tasks that only press the same link.
private struct UncheckedBrowser: Sendable {
  private let service: RunningService

  init(_ browser: Browser) { service = browser.service }

  func press(_ link: String) async throws -> Int {
    let browser = Browser(service)
    let status = try await browser.press(link).status
    try await browser.close()
    return status
  }
}
