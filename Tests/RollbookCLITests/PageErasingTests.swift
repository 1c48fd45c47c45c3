import Foundation
import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// An erasure from the page of a person, by two people in two browsers, and what the API refuses.
@Suite(.serialized) struct PageErasingTests {
  private static let settings = """
    people:
      - { name: 张伟, role: administrator, approves: [auditor] }
      - { name: 李娜, role: auditor, approves: [auditor] }
      - { name: 王敏, role: auditor, users: [YS00001], approves: [auditor] }
      - { name: 赵强, role: approver, approves: [finance] }
    approval: { rules: [{ for: [erase, release], needs: [auditor], fresh: 15m }] }
    """

  private func signIn(_ name: String, _ role: String, _ browser: Browser) async throws {
    let answer = try await browser.press(try await browser.link(role: role, as: name))
    #expect(answer.status == 303, "\(answer.text)")
    browser.cookie = answer.cookie
  }

  /// Sends a form, and returns the page of the job that it begins.
  private func send(
    _ path: String,
    _ fields: [String: String],
    _ browser: Browser
  ) async throws -> String {
    let sent = try await browser.send(path, fields)
    return try await browser.ended(try #require(sent.headers["Location"].first, "\(sent.text)"))
      .text
  }

  @Test func `a person is erased from their page, once another person has approved it`()
    async throws
  {
    try await RunningService.serving(files: ["rollbook.yaml": Self.settings]) { service, sandbox in
      let user = await sandbox.withCompany { $0.userids[0] }
      let browser = Browser(service)
      do { try await play(user, browser, service) } catch {
        try await browser.close()
        throw error
      }
      try await browser.close()
    }
  }

  private func play(_ user: Verbatim, _ browser: Browser, _ service: RunningService) async throws {
    try await signIn("张伟", "administrator", browser)
    let person = "/people/dingtalk/\(user)"
    #expect(try await browser.open(person).text.contains("\(person)/erase"))
    let planned = try await browser.send("\(person)/erase", ["reason": "本人要求"])
    let plan = try await browser.ended(try #require(planned.headers["Location"].first))
    #expect(plan.text.contains("将被删除") && plan.text.contains("提交删除提案"), "\(plan.text)")
    #expect(try await service.get("/api/v1/proposals")["items"] == [])
    let confirmed = try await browser.confirm(plan)
    let job = try await browser.ended(confirmed.headers["Location"].first ?? "").text
    let proposal = try #require(job.firstMatch(of: /href="(\/proposals\/[0-9]+)"/)?.1, "\(job)")
    let page = String(proposal)
    let own = try await send("\(page)/approve", ["reason": "x"], browser)
    #expect(own.contains("ownProposal"))
    let early = try await send("\(page)/apply", [:], browser)
    #expect(early.contains("approvalMissing"))
    #expect(try await !browser.open(page).text.contains("\(page)/emergency"))

    try await signIn("王敏", "auditor", browser)
    #expect(try await send("\(page)/approve", ["reason": "x"], browser).contains("inTheRows"))
    try await signIn("赵强", "approver", browser)
    let shown = try await browser.open(page).text
    #expect(shown.contains("将被删除") && shown.contains("请注意"), "\(shown)")
    #expect(try await send("\(page)/approve", ["reason": "x"], browser).contains("dutyMissing"))
    try await refusals(page, user, service)

    try await signIn("李娜", "auditor", browser)
    let form = try await browser.open("\(page)/approve")
    service.stage.timekeeper.advance(by: .seconds(16 * 60))
    let old = try await browser.open("\(page)/approve").text
    #expect(old.contains("/sign-in?to=") && !old.contains("name=\"digest\""), "\(old)")
    let sent = try await browser.send("\(page)/approve", ["reason": "x"], from: form)
    let late = try await browser.ended(try #require(sent.headers["Location"].first)).text
    #expect(late.contains("signInTooOld") && late.contains("/sign-in?to="), "\(late)")
    try await signIn("李娜", "auditor", browser)
    let approved = try await send("\(page)/approve", ["reason": "已核对"], browser)
    #expect(approved.contains("查看提案"), "\(approved)")

    try await signIn("张伟", "administrator", browser)
    let applied = try await send("\(page)/apply", [:], browser)
    let receipt = try #require(
      applied.firstMatch(of: /href="(\/erasures\/[0-9]+)"/)?.1,
      "\(applied)"
    )
    let shownReceipt = try await browser.open(String(receipt)).text
    #expect(shownReceipt.contains("删除凭据") && !shownReceipt.contains(user.text), "\(shownReceipt)")
    #expect(try await browser.open("/erasures").text.contains("href=\"\(receipt)\""))
    let jobs = try await service.send(.GET, "/api/v1/jobs?limit=1000")
    #expect(jobs.status == 200 && jobs.text.contains("planErasure"))
    #expect(!jobs.text.contains(user.text), "a job names who was erased: \(jobs.text)")
    #expect(try await browser.open(person).status == 410)
    #expect(try await browser.open(page).text.contains("已经没有需要删除"))
    let twice = try await service.job(
      "/api/v1\(page)/application",
      #"{"digest":"\#(try await digest(page, service))"}"#
    )
    #expect(twice["problem"]?["name"] == "proposalNotOpen")
  }

  private func digest(_ page: String, _ service: RunningService) async throws -> String {
    try #require(try await service.get("/api/v1\(page)")["digest"]?.text)
  }

  /// What a token is refused that sends to the API what no form would.
  private func refusals(_ page: String, _ user: Verbatim, _ service: RunningService) async throws {
    let digest = try await digest(page, service)
    let other = String(repeating: "0", count: 64)
    for (path, body, name) in [
      ("approval", #"{"digest":"\#(digest)","reason":"x"}"#, "tokenCannotDecide"),
      ("refusal", #"{"digest":"\#(digest)","reason":"x"}"#, "tokenCannotDecide"),
      ("withdrawal", #"{"digest":"\#(digest)","reason":"x"}"#, "notTheProposer"),
      ("application", #"{"digest":"\#(digest)"}"#, "approvalMissing"),
      ("application", #"{"digest":"\#(other)"}"#, "proposalChanged"),
      (
        "application", #"{"digest":"\#(digest)","emergency":true,"reason":"x"}"#,
        "tokenCannotDecide"
      ),
    ] {
      let job = try await service.job("/api/v1\(page)/\(path)", body)
      #expect(job["problem"]?["name"]?.text == name, "\(path) \(body): \(job.compact)")
    }
    // A token proposes, too; it does not erase.
    let job = try await service.job("/api/v1/erasures", #"{"user":"\#(user)","reason":"again"}"#)
    #expect(job["result"]?["state"] == "awaiting", "\(job.compact)")
    #expect(try await service.get("/api/v1/erasures")["items"] == [])
  }
}
