@testable import RemoteAPI
import Testing

@testable import DingTalk

/// One line per case: what came back, and what it means.
struct JudgementTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let status: Int
    let body: String
    let meaning: String

    init(_ status: Int, _ body: String, _ meaning: String) {
      self.status = status
      self.body = body
      self.meaning = meaning
    }

    var testDescription: String { "\(status) \(body) → \(meaning)" }
  }

  @Test(arguments: [
    // success: errcode 0, or none and a result; whatever `success` says
    Case(200, #"{"errcode":0,"errmsg":"ok","result":[]}"#, "success"),
    Case(200, #"{"errcode":"0","result":[]}"#, "success"),
    Case(200, #"{"errcode":0,"success":false,"result":[]}"#, "success"),
    Case(200, #"{"success":true,"result":[]}"#, "success"),
    Case(200, #"{"errcode":null,"result":true}"#, "success"),
    Case(200, #"{"errcode":0}"#, "success"),
    // tokens: every shape of them
    Case(200, #"{"errcode":88,"sub_code":"40014","sub_msg":"不合法的access_token"}"#, "token 40014"),
    Case(200, #"{"errcode":88,"sub_code":40014,"errmsg":"ding talk error"}"#, "token 40014"),
    Case(200, #"{"errcode":88,"errmsg":"ding talk error[subcode=40014,submsg=x]"}"#, "token 40014"),
    Case(
      200,
      #"{"errcode":40014,"errmsg":"ding talk error[subcode=40014,submsg=x]"}"#,
      "token 40014"
    ),
    Case(200, #"{"errcode":40014,"errmsg":"不合法的access_token"}"#, "token 40014"),
    Case(200, #"{"errcode":"40014"}"#, "token 40014"),
    Case(200, #"{"errcode":42001}"#, "token 42001"),
    Case(200, #"{"errcode":40001}"#, "token 40001"),
    Case(200, #"{"errcode":41001}"#, "token 41001"),
    Case(200, #"{"errcode":88,"sub_code":"42001"}"#, "token 42001"),
    Case(
      400,
      #"{"code":"InvalidAuthentication","requestid":"r","message":"m"}"#,
      "token InvalidAuthentication"
    ),
    // wrong key or secret
    Case(200, #"{"errcode":40089,"errmsg":"不合法的corpid或corpsecret"}"#, "credentials 40089"),
    Case(
      400,
      #"{"code":"invalidClientIdOrSecret","message":"m"}"#,
      "credentials invalidClientIdOrSecret"
    ),
    // too many calls, for now and for the month
    Case(200, #"{"errcode":90018}"#, "throttled 90018"),
    Case(200, #"{"errcode":90002}"#, "throttled 90002"),
    Case(200, #"{"errcode":88,"sub_code":"90018"}"#, "throttled 90018"),
    Case(200, #"{"errcode":90014}"#, "throttled 90014"),
    Case(
      403,
      #"{"code":"Forbidden.AccessDenied.QpsLimitForApi"}"#,
      "throttled Forbidden.AccessDenied.QpsLimitForApi"
    ),
    Case(429, "slow down", "throttled 429"),
    Case(200, #"{"errcode":-1,"errmsg":"系统繁忙"}"#, "busy -1"),
    // faults of what is behind the gateway pass, whatever the outer code
    Case(200, #"{"errcode":15,"sub_code":"isp.service-error"}"#, "busy isp.service-error"),
    Case(200, #"{"errcode":88,"sub_code":"isp.top-timeout"}"#, "busy isp.top-timeout"),
    Case(
      200,
      #"{"errcode":88,"errmsg":"ding talk error[subcode=isp.unknown-error,submsg=x]"}"#,
      "busy isp.unknown-error"
    ),
    Case(200, #"{"errcode":15,"sub_code":"isv.missing-parameter"}"#, "refused 15"),
    Case(200, #"{"errcode":88,"errmsg":"error, subcode=90002, submsg=x"}"#, "throttled 90002"),
    Case(200, #"{"errcode":22,"sub_msg":"x","errmsg":"Invalid method[x]"}"#, "refused 22"),
    Case(503, #"{"errcode":-1}"#, "busy -1"),
    Case(200, #"{"errcode":90020}"#, "quota 90020"),
    Case(
      403,
      #"{"code":"Forbidden.AccessDenied.ApiCountLimitForOrg"}"#,
      "quota Forbidden.AccessDenied.ApiCountLimitForOrg"
    ),
    // permission
    Case(
      200,
      #"{"result":[],"success":true,"errcode":400020,"errmsg":"无访问权限"}"#,
      "permission 400020"
    ),
    Case(200, #"{"errcode":60011}"#, "permission 60011"),
    Case(200, #"{"errcode":60020}"#, "permission 60020"),
    Case(200, #"{"errcode":88,"errmsg":"ding talk error"}"#, "permission 88"),
    Case(200, #"{"errcode":88,"sub_code":"60011","sub_msg":"…"}"#, "permission 60011"),
    Case(200, #"{"errcode":88,"sub_code":"70001"}"#, "permission 70001"),
    Case(400, #"{"code":"noPermission"}"#, "permission noPermission"),
    // other refusals
    Case(200, #"{"errcode":33012,"errmsg":"无效的USERID"}"#, "refused 33012"),
    Case(200, #"{"errcode":88,"sub_code":"33012"}"#, "refused 33012"),
    Case(200, #"{"errcode":400002}"#, "refused 400002"),
    Case(200, #"{"errcode":33001}"#, "refused 33001"),
    Case(200, #"{"errcode":123456789012345678901}"#, "refused 123456789012345678901"),
    Case(400, #"{"code":"invalidParameter","message":"m"}"#, "refused invalidParameter"),
    // bans
    Case(
      200,
      "<html><head><title>403</title></head><body>您的访问被阻断</body></html>",
      "banned 403 您的访问被阻断"
    ),
    Case(403, "\n <!DOCTYPE html><p>denied</p>", "banned denied"),
    Case(
      200,
      #"{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"u"}"#,
      #"banned {"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"u"}"#
    ),
    Case(403, #"{"status":1111,"wait":5}"#, #"banned {"status":1111,"wait":5}"#),
    // failures of the system
    Case(500, "", "failed 500 "),
    Case(502, "<html><body>Bad <b>Gateway</b></body></html>", "failed 502 Bad Gateway"),
    Case(500, #"{"oops":1}"#, #"failed 500 {"oops":1}"#),
    Case(500, #"{"errcode":0,"result":[]}"#, "failed 500 "),
    // malformed
    Case(200, "", "malformed  is empty (HTTP status 200)"),
    Case(404, "", "malformed  is empty (HTTP status 404)"),
    Case(200, "not json", "malformed  is not JSON: unexpected \"o\" at line 1, column 2"),
    Case(
      200,
      #"{"errcode":0"#,
      "malformed  is not JSON: the document ends too early at line 1, column 13"
    ),
    Case(
      200,
      #"{"errcode":0,"errcode":1}"#,
      "malformed  has neither errcode nor result (HTTP status 200)"
    ),
    Case(200, "[]", "malformed  has neither errcode nor result (HTTP status 200)"),
    Case(200, "{}", "malformed  has neither errcode nor result (HTTP status 200)"),
    Case(302, #"{"result":[]}"#, "malformed  has neither errcode nor result (HTTP status 302)"),
    Case(404, #"{"errcode":0,"result":[]}"#, "malformed  has errcode 0 and yet HTTP status 404"),
    Case(200, #"{"errcode":{},"result":[]}"#, "malformed errcode is neither a number nor a text"),
  ])
  func `a response means`(_ line: Case) {
    let response = APIResponse(status: line.status, contentType: nil, body: Array(line.body.utf8))
    #expect(JudgementTests.shown(JudgementTests.failure(of: response)) == line.meaning)
  }

  @Test func `what calls itself HTML is a page, whatever it begins with`() {
    let response = APIResponse(
      status: 200,
      contentType: "Text/HTML; charset=utf-8",
      body: Array("blocked <script>var token</script>by policy".utf8)
    )
    #expect(JudgementTests.failure(of: response) == .banned(api: "a", excerpt: "blocked by policy"))
  }

  @Test func `an excerpt is short and on one line`() {
    let page = "<html>" + String(repeating: "很长\r\n\u{7}的 页面", count: 1000)
    let response = APIResponse(status: 403, contentType: nil, body: Array(page.utf8))
    guard case .banned(_, let excerpt) = JudgementTests.failure(of: response) else {
      Issue.record("no ban")
      return
    }
    #expect(excerpt.count == 201)
    #expect(excerpt.unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test(arguments: 0...220)
  func `no part of a secret is left in an excerpt`(place: Int) {
    let page = "<p>" + String(repeating: ".", count: place) + "SECRET</p>"
    let response = APIResponse(status: 403, contentType: nil, body: Array(page.utf8))
    let failure = JudgementTests.failure(of: response, hiding: [Secret("SECRET")])
    guard case .banned(_, let excerpt) = failure else {
      Issue.record("no ban")
      return
    }
    #expect(!excerpt.contains("S"))
  }

  @Test func `a refusal keeps the text and the id of its call`() {
    let body = #"{"errcode":88,"sub_code":"60011","sub_msg":"没有权限","errmsg":"e","request_id":"r7"}"#
    let response = APIResponse(status: 200, contentType: nil, body: Array(body.utf8))
    let refusal = DingTalkRefusal(code: "60011", message: "没有权限", requestID: "r7")
    #expect(JudgementTests.failure(of: response) == .permissionDenied(refusal, api: "a"))
  }

  /// Why a response fails a call; nil for a success.
  private static func failure(
    of response: APIResponse,
    hiding secrets: [Secret] = []
  ) -> DingTalkError? {
    let call = DingTalkCall(api: "a", method: .post, path: "/a")
    let attempt = DingTalkAttempt(call: call, number: 1, secrets: secrets)
    do throws(DingTalkError) {
      _ = try DingTalkJudge.ofTests.content(of: response, in: attempt)
      return nil
    } catch {
      return error
    }
  }

  private static func shown(_ error: DingTalkError?) -> String {
    switch error {
    case nil: "success"
    case .tokenRefused(let refusal, _): "token \(refusal.code)"
    case .credentialsRefused(let refusal, _): "credentials \(refusal.code)"
    case .throttled(let refusal, _, _): "throttled \(refusal.code)"
    case .busy(let refusal, _, _): "busy \(refusal.code)"
    case .quotaSpent(let refusal, _): "quota \(refusal.code)"
    case .permissionDenied(let refusal, _): "permission \(refusal.code)"
    case .refused(let refusal, _): "refused \(refusal.code)"
    case .banned(_, let excerpt): "banned \(excerpt)"
    case .serverFailed(let status, _, _, let excerpt): "failed \(status) \(excerpt)"
    case .malformed(_, let path, let problem): "malformed \(path) \(problem)"
    case .unanswered, .cancelled, .invalidQuestion: "no response"
    }
  }
}

extension DingTalkJudge {
  /// The judge of an app that only tests have.
  static let ofTests = DingTalkJudge(
    configuration: DingTalkConfiguration(
      baseURL: "https://oapi.example.org",
      appKey: "key",
      appSecret: Secret("s3cret"),
      agentID: 1
    )
  )
}
