import Roster
import VerbatimJSON

/// The people who are signing in: codes for one use, and tokens of single people.
struct SimulatedSignIns: Sendable {
  private var codes: [String: Verbatim] = [:]
  private var tokens: [String: Verbatim] = [:]
  private var issued: UInt64 = 0

  /// A new code, for one use.
  mutating func code(for user: Verbatim, seed: UInt64) -> String {
    let code = next(seed)
    codes[code] = user
    return code
  }

  /// A person's token for a code; nil if the code is none, or was used.
  mutating func token(for code: String, seed: UInt64) -> String? {
    guard let user = codes.removeValue(forKey: code) else { return nil }
    let token = next(seed)
    tokens[token] = user
    return token
  }

  func user(of token: String?) -> Verbatim? { token.flatMap { tokens[$0] } }

  private mutating func next(_ seed: UInt64) -> String {
    issued += 1
    var chance = SeededRandom(seed, 11, issued)
    return chance.hex(32)
  }
}

extension QuirkTable {
  /// The parameter that has the code of a person who has signed in.
  package enum SignInCode: String, CaseIterable, QuirkReading { case authCode, code }
}

/// Signing in by DingTalk: the page, the code, and who it is.
extension Simulation {
  /// `GET /oauth2/auth`: a page that lists people; with `user=` the person has signed in, and with
  /// `user=` and nothing behind it they have declined.
  mutating func signInPage(_ call: Call) -> SimulatedResponse {
    guard call.query["client_id"] == credentials.appKey, let back = call.query["redirect_uri"],
      call.query["scope"]?.split(separator: " ").contains("openid") == true
    else {
      return SimulatedResponse(status: 400, contentType: "text/plain", body: Array("无效的请求".utf8))
    }
    guard let user = call.query["user"] else { return listOfPeople(call) }
    let state = PercentEncoding.text(call.query["state"] ?? "")
    var answer = "error=access_denied"
    if !user.isEmpty {
      let code = signIns.code(for: Verbatim(user), seed: company.seed)
      answer = "\(quirks.signInCode.rawValue)=\(code)"
    }
    var response = SimulatedResponse(status: 302, contentType: "text/plain", body: [])
    response.location = back + (back.contains("?") ? "&" : "?") + "\(answer)&state=\(state)"
    return response
  }

  private func listOfPeople(_ call: Call) -> SimulatedResponse {
    let query = call.query.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(PercentEncoding.text($0.value))" }.joined(separator: "&amp;")
    let name = company.catalog.place(of: "sys00-name")
    let people = company.active.prefix(50).map { employee in
      let text = name.flatMap(employee.text) ?? employee.userid.text
      let shown = text.filter { $0 != "<" && $0 != "&" }
      let user = PercentEncoding.text(employee.userid.text)
      return "<li><a href=\"/oauth2/auth?\(query)&amp;user=\(user)\">\(shown)</a></li>"
    }
    let page = """
      <!doctype html><html><head><meta charset="utf-8"><title>登录</title></head><body>
      <h1>登录</h1><ul>\(people.joined(separator: "\n"))</ul>
      <p><a href="/oauth2/auth?\(query)&amp;user=">取消</a></p></body></html>
      """
    return SimulatedResponse(contentType: "text/html;charset=utf-8", body: Array(page.utf8))
  }

  /// `oauth2/userAccessToken`: the token of the person for whom a code was issued.
  mutating func userToken(_ call: Call) throws(NewerRefusal) -> SimulatedResponse {
    guard let body = try? JSON(parsing: call.body),
      body["clientId"]?.text == credentials.appKey,
      body["clientSecret"]?.text == credentials.appSecret
    else { throw .wrongSecret }
    guard body["grantType"]?.text == "authorization_code", let code = body["code"]?.text,
      let token = signIns.token(for: code, seed: company.seed)
    else { throw .invalidParameter }
    let response: JSON = [
      "expireIn": .integer(limits.tokenLife), "accessToken": .string(token),
      "refreshToken": .string(String(token.reversed())), "corpId": .string(company.corpID.text),
    ]
    return SimulatedResponse(body: response.bytes, code: 0)
  }

  /// `contact/users/me`: who has a token.
  func me(_ call: Call) throws(NewerRefusal) -> SimulatedResponse {
    guard let user = signIns.user(of: call.headers["x-acs-dingtalk-access-token"]) else {
      throw .badToken
    }
    // A person of no company of ours has an account of DingTalk as well.
    let union = company.employee(user)?.unionid.text ?? "u\(user)"
    let response: JSON = [
      "nick": .string(user.text), "unionId": .string(union), "openId": .string("o\(union)"),
    ]
    return SimulatedResponse(body: response.bytes, code: 0)
  }

  /// `user/getbyunionid`: the user of the company who has a key across companies.
  func userOfUnion(_ body: RequestBody) throws(SandboxRefusal) -> SimulatedResponse {
    guard let union = body.list("unionid").first else { throw .badParameter }
    let found = company.employees.first { $0.unionid == union }
    guard let found, !found.hasLeft || quirks.leavers == .listed else { throw .user(60121) }
    return success(["contact_type": 0, "userid": .string(found.userid.text)])
  }
}
