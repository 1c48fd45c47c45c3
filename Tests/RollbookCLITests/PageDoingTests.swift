import Access
import Foundation
import NIOHTTP1
@testable import Pages
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON
import WebServer

/// Doing something from the pages, over real HTTP: plans, confirmations, jobs, and forms that no page
/// of the session sent.
@Suite(.serialized) struct PageDoingTests {
  private func browsing(
    _ role: String = "administrator",
    _ body: (Browser, RunningService, SandboxServer) async throws -> Void
  ) async throws {
    try await RunningService.serving { service, sandbox in
      let browser = Browser(service)
      do {
        try await browser.signIn(role: role)
        try await body(browser, service, sandbox)
      } catch {
        try await browser.close()
        throw error
      }
      try await browser.close()
    }
  }

  private func operations(_ service: RunningService, _ kind: String) async throws -> Int {
    try await service.all("/api/v1/operations").count { $0["kind"]?.text == kind }
  }

  @Test func `a file is planned, shown, written once, rolled back and settled`() async throws {
    try await browsing { browser, service, sandbox in
      let user = await sandbox.withCompany { $0.userids[0] }
      let value = { await sandbox.withCompany { $0.entry(user, "sys02-address", item: 0)?.value } }
      let before = await value()
      let csv = "用户,住址\n\(user),北京市<海淀>\n没有此人,上海\n"

      let empty = try await browser.send("/pushes/new", ["to": "dingtalk"], file: csv)
      #expect(empty.status == 422 && empty.text.contains("请填写：原因"))
      let form = ["to": "dingtalk", "reason": "搬家", "skipBad": "true"]
      let planned = try await browser.send("/pushes/new", form, file: csv)
      let plan = try await browser.ended(try #require(planned.headers["Location"].first))
      for text in ["北京市&lt;海淀&gt;", "确认写入", "第 3 行 A 列", "没有此人", "搬家.csv"] {
        #expect(plan.text.contains(text), "\(text): \(plan.text)")
      }
      #expect(await value() == before)

      // Another site cannot confirm it, and two presses of the button are one.
      let foreign = try await browser.confirm(plan, headers: [("Sec-Fetch-Site", "cross-site")])
      #expect(foreign.status == 403 && foreign.text.contains("foreignForm"))
      let first = try await browser.confirm(plan)
      let second = try await browser.confirm(plan)
      let place = try #require(first.headers["Location"].first)
      #expect(place.hasPrefix("/jobs/") && second.headers["Location"] == [place])
      let job = try await browser.ended(place)
      let batch = try #require(job.text.firstMatch(of: /href="(\/batches\/[0-9]+)"/)?.1)
      #expect(try await operations(service, "push") == 1)
      #expect(await value() != before)
      #expect(try await browser.open(String(batch)).text.contains("\(batch)/rollback"))

      let back = try await browser.send("\(batch)/rollback", ["reason": "错"])
      let undo = try await browser.ended(try #require(back.headers["Location"].first))
      // What is there is masked.
      #expect(undo.text.contains("***") && !undo.text.contains("北京市"))
      let undone = try await browser.confirm(undo)
      #expect(
        try await browser.ended(undone.headers["Location"].first ?? "").text.contains("查看批次")
      )
      #expect(await value() == before)
      try await expectRolledBack(String(batch), browser, service)

      try await sandbox.withSimulation { $0.faults = try Faults("update.dropAfter=1") }
      let again = try await browser.send("/pushes/new", form, file: csv)
      let lost = try await browser.confirm(
        try await browser.ended(again.headers["Location"].first ?? "")
      )
      let uncertain = try await browser.ended(lost.headers["Location"].first ?? "").text
      await sandbox.withSimulation { $0.faults = .none }
      let settle = try #require(uncertain.firstMatch(of: /href="(\/batches\/[0-9]+\/settle)"/)?.1)
      let settled = try await browser.send(String(settle), [:])
      let end = try await browser.ended(settled.headers["Location"].first ?? "").text
      #expect(end.contains("已生效") && end.contains("查看操作"))
      let bar = try await browser.open(String(settle.dropLast("/settle".count))).text
      #expect(bar.contains("<p class=\"note\">已生效 1</p>"), "a settled row is drawn as open: \(bar)")
      let ended = String(place.prefix { $0 != "?" })
      #expect(try await browser.send("\(ended)/stop", [:]).headers["Location"] == [ended])
    }
  }

  @Test func `a form that is sent twice begins one fetch`() async throws {
    try await browsing { browser, _, _ in
      let page = try await browser.open("/fetches/new")
      let fetch = try await browser.send("/fetches/new", ["reason": "x"], from: page)
      let twice = try await browser.send("/fetches/new", ["reason": "x"], from: page)
      #expect(fetch.status == 303 && fetch.headers["Location"] == twice.headers["Location"])
    }
  }

  private func expectRolledBack(
    _ batch: String,
    _ browser: Browser,
    _ service: RunningService
  ) async throws {
    #expect(try await browser.open(batch).text.contains("此批次已被回滚"))
    let json = try await service.get("/api/v1\(batch)")
    #expect(json["followUps"]?.elements?.first?["kind"] == "rollback", "\(json.compact)")
  }

  @Test func `what moved since the plan was shown is not overwritten`() async throws {
    try await browsing { browser, service, sandbox in
      let user = await sandbox.withCompany { $0.userids[1] }
      // As copied from a spreadsheet.
      let form = ["to": "dingtalk", "reason": "备注", "pasted": "用户\t备注\r\n\(user)\t新备注\r\n"]
      let planned = try await browser.send("/pushes/new", form)
      let plan = try await browser.ended(planned.headers["Location"].first ?? "")
      #expect(plan.text.contains("新备注"), "\(plan.text)")
      try await sandbox.withCompany { try $0.edit(user, "sys00-remark", value: "手工") }
      let confirmed = try await browser.confirm(plan)
      let job = try await browser.ended(confirmed.headers["Location"].first ?? "")
      #expect(job.text.contains("planStale") && job.text.contains("重新生成计划"))
      #expect(try await operations(service, "push") == 0)
      let again = try #require(job.text.firstMatch(of: /action="(\/plans\/[0-9a-f]+\/again)"/)?.1)
      let anew = try await browser.send(String(again), [:], from: job)
      let second = try await browser.ended(anew.headers["Location"].first ?? "")
      #expect(second.text.contains("手工") && second.text.contains("确认写入"))
      // Another session has no such plan.
      let address = anew.headers["Location"].first ?? ""
      try await browser.signIn(role: "administrator")
      let other = try await browser.open(address)
      #expect(other.status == 410 && other.text.contains("planForgotten"))
    }
  }

  @Test func `one value is changed from the page of a person, and a plan is changed`() async throws
  {
    try await browsing { browser, service, sandbox in
      let user = await sandbox.withCompany { $0.userids[2] }
      let person = "/people/dingtalk/\(user)"
      let shown = try await browser.open(person).text
      #expect(shown.contains("\(person)/edit?field=sys00-remark"), "\(shown)")
      let form = try await browser.open("\(person)/edit?field=sys00-remark").text
      #expect(form.contains("name=\"field\" value=\"sys00-remark\""), "\(form)")
      let entered = ["field": "sys00-remark", "value": "带,号 和\"引号\"", "reason": "核对"]
      let planned = try await browser.send("\(person)/edit", entered)
      let address = try #require(planned.headers["Location"].first)
      let plan = try await browser.ended(address)
      #expect(plan.text.contains("带,号 和&quot;引号&quot;"), "\(plan.text)")

      // The form comes back with what was entered.
      let change = try #require(plan.text.firstMatch(of: /href="([^"]*edit\?plan=[0-9a-f]+)"/)?.1)
      let again = try await browser.open(String(change)).text
      #expect(again.contains("value=\"核对\"") && again.contains("带,号 和&quot;引号&quot;"), "\(again)")

      let job = try await browser.ended(
        try await browser.confirm(plan).headers["Location"].first ?? ""
      )
      #expect(job.text.contains("href=\"\(person)\""), "the job leads back: \(job.text)")
      let value = await sandbox.withCompany { $0.entry(user, "sys00-remark", item: 0)?.value }
      #expect(value == .text("带,号 和\"引号\""))
    }
  }

  @Test func `a plan is changed without choosing its file again`() async throws {
    try await browsing { browser, _, sandbox in
      let user = await sandbox.withCompany { $0.userids[3] }
      let form = ["to": "dingtalk", "reason": "错的原因"]
      let csv = "用户,备注\n\(user),新备注\n"
      let planned = try await browser.send("/pushes/new", form, file: csv)
      let plan = try await browser.ended(planned.headers["Location"].first ?? "")
      let id = try #require(plan.text.firstMatch(of: /pushes\/new\?plan=([0-9a-f]+)"/)?.1)
      let page = try await browser.open("/pushes/new?plan=\(id)")
      #expect(page.text.contains("错的原因") && page.text.contains("搬家.csv"), "\(page.text)")
      let fields = ["to": "dingtalk", "reason": "对的原因", "plan": String(id)]
      let anew = try await browser.send("/pushes/new", fields, from: page)
      let second = try await browser.ended(anew.headers["Location"].first ?? "").text
      #expect(second.contains("新备注") && second.contains("对的原因"), "\(second)")
    }
  }

  private static let values = ["batch": "1", "system": "dingtalk", "user": "u", "job": "j"]

  /// The pages of the actions that a role may do, or may not.
  private static func paths(_ role: Role, may: Bool = true) -> [String] {
    ActionTable.all.filter { role.permissions.contains($0.permission) == may }
      .map { "/" + $0.path.filled(values).joined(separator: "/") }
  }

  @Test func `a form that no page of the session sent begins nothing`() async throws {
    try await browsing { browser, service, _ in
      let token = try await browser.token(in: browser.open("/pushes/new"))
      let body = "reason=x&to=dingtalk&pasted=x&token="
      for path in Self.paths(.administrator) {
        #expect(try await browser.open(path).status == 200, "\(path)")
        for (name, value) in [
          ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
          ("Origin", "https://evil.example"), ("Origin", "null"),
        ] {
          let sent = try await browser.open(path, form: body + token, headers: [(name, value)])
          #expect(sent.status == 403 && sent.text.contains("foreignForm"), "\(path), \(value)")
        }
        for wrong in ["", String(repeating: "0", count: 64)] {
          let sent = try await browser.open(path, form: body + wrong, headers: Browser.same)
          #expect(sent.status == 403 && sent.text.contains("foreignForm"), "\(path)")
        }
      }
      #expect(try await service.get("/api/v1/jobs")["items"] == [])
      // Without a session there is no form at all.
      browser.cookie = nil
      for path in Self.paths(.administrator) {
        let sent = try await browser.open(path, form: body + token, headers: Browser.same)
        #expect(sent.headers["Location"] == ["/sign-in"], "\(path)")
      }
      #expect(try await service.get("/api/v1/jobs")["items"] == [])
    }
  }

  @Test func `who only reads has no button, and is refused all the same`() async throws {
    try await browsing("auditor") { browser, service, sandbox in
      let user = await sandbox.withCompany { $0.userids[0] }
      let token = try await browser.token(in: browser.open("/me"))
      for path in Self.paths(.auditor, may: false) {
        #expect(try await browser.open(path).status == 403, "\(path)")
        let sent = try await browser.open(
          path,
          form: "reason=x&to=dingtalk&token=\(token)",
          headers: Browser.same
        )
        #expect(sent.status == 403 && sent.text.contains("roleMissing"), "\(path)")
      }
      for page in ["/", "/people/dingtalk/\(user)", "/operations", "/batches", "/jobs"] {
        let text = try await browser.open(page).text
        for button in ["/hold", "/release", "/fetch", "/fetches/new", "/pushes/new"] {
          #expect(!text.contains("\(button)\""), "\(page) has \(button)")
        }
      }
      // A job is stopped by those who may begin one.
      let job = try await service.job("/api/v1/fetches", #"{"reason":"x"}"#)["job"]?.text ?? ""
      let stop = try await browser.open(
        "/jobs/\(job)/stop",
        form: "token=\(token)",
        headers: Browser.same
      )
      #expect(stop.status == 403 && stop.text.contains("roleMissing"))
    }
  }
}

extension Browser {
  /// The token of the session, as a page of it has it.
  func token(in page: Answer) -> String {
    String(page.text.firstMatch(of: /name="token" value="([0-9a-f]{64})"/)?.1 ?? "")
  }

  /// Sends the form of a page, with a file if it has one.
  ///
  /// - Parameters:
  ///   - path: The address to which the form is sent.
  ///   - fields: Its fields, without the token.
  ///   - file: The contents of its file.
  ///   - page: The page with the form; nil for the one at the same address.
  /// - Returns: The response.
  /// - Throws: Errors of the connection.
  func send(
    _ path: String,
    _ fields: [String: String],
    file: String? = nil,
    from page: Answer? = nil
  ) async throws -> Answer {
    let shown = if let page { page } else { try await open(path) }
    #expect(shown.status == 200, "\(shown.text)")
    var body = ""
    let key = shown.text.firstMatch(of: /name="key" value="([^"]+)"/)?.1 ?? ""
    var own = ["token": token(in: shown), "key": String(key)]
    // The digest of the proposal that the form shows.
    if let match = shown.text.firstMatch(of: /name="digest" value="([0-9a-f]+)"/) {
      own["digest"] = String(match.1)
    }
    for (name, value) in fields.merging(own, uniquingKeysWith: { $1 }) {
      body += "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    if let file {
      body += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"搬家.csv\"\r\n"
      body += "Content-Type: text/csv\r\n\r\n\(file)\r\n"
    }
    let type = ("Content-Type", "multipart/form-data; boundary=b")
    return try await open(path, form: body + "--b--\r\n", headers: Browser.same + [type])
  }

  /// Presses the button that carries a plan out.
  func confirm(
    _ plan: Answer,
    headers: [(String, String)] = Browser.same
  ) async throws -> Answer {
    let match = try #require(
      plan.text.firstMatch(
        of: /action="(\/plans\/[0-9a-f]+)"(?:[\s\S]*?name="digest" value="([0-9a-f]+)")?/
      ),
      "\(plan.text)"
    )
    let form = "token=\(token(in: plan))&digest=\(match.2 ?? "")"
    return try await open(String(match.1), form: form, headers: headers)
  }

  /// The page at an address, once the job that it is about has ended.
  func ended(_ path: String) async throws -> Answer {
    while true {
      let page = try await open(path)
      #expect(page.status == 200, "\(path): \(page.text)")
      guard page.headers["Refresh"].first == "2" else { return page }
      #expect(page.text.contains("<progress"))
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
