import Access
import Roster
import WebServer

/// Signing in with a link, and out again.
extension PagesHandler {
  /// A form of these pages has a secret and a token.
  private static let formLimit = 4 << 10

  private var isSecure: Bool { tools.address().hasPrefix("https:") }

  /// The name of the cookie; browsers take one that begins so over TLS only, from this host only.
  var cookieName: String { isSecure ? "__Host-rollbook" : "rollbook" }

  func cookie(
    _ value: String,
    seconds: Int64,
    named name: String? = nil
  ) -> (name: String, value: String) {
    (
      "Set-Cookie",
      "\(name ?? cookieName)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)"
        + (isSecure ? "; Secure" : "")
    )
  }

  /// `/sign-in` has the ways to sign in, `/sign-in/SECRET` has a button, and the button uses the link
  /// up: a program that looks at links before people do cannot.
  func signIn(_ visit: Visit) async throws -> WebResponse {
    let say = visit.say
    let secret = visit.request.path.dropFirst().first
    if let way = tools.providers.ways.first(where: { $0.rawValue == secret }) {
      return visit.request.path.count == 2
        ? try await leave(visit, by: way) : try await comeBack(visit, by: way)
    }
    guard visit.request.path.count <= 2 else { throw Self.noSuchPage }
    if visit.isReading {
      let contents = secret.map { button($0, say) } ?? explanation(visit)
      return page(
        200,
        visit,
        say("page.signIn"),
        PagePath(visit.request.path, visit.request.query),
        [Tag.div(.class("card"), of: [Tag.h1(of: [.text(say("page.signIn"))])] + contents)]
      )
    }
    guard visit.request.method == "POST", visit.request.path.count == 1 else {
      throw Self.onlyRead
    }
    // Who has no session has no token of one: a browser that does not say where the form came from is
    // refused.
    guard origin(of: visit.request) == .same else { throw Self.foreign }
    try limit.count(tools.client(visit.request), now: tools.now())
    let form = try await form(visit.request)
    return begin(try await tools.signIn(form["link"] ?? ""), visit.request, at: PagePath())
  }

  /// Begins a session with a new identifier, which ends the one that the browser had.
  func begin(
    _ person: PageTools.Person,
    _ request: WebRequest,
    at page: PagePath
  ) -> WebResponse {
    let old = request.cookie(named: cookieName)
    let value = sessions.begin(
      person,
      insteadOf: old,
      from: tools.client(request),
      browser: request.header("User-Agent"),
      now: tools.now()
    )
    var response = Self.go(to: page)
    response.headers.append(cookie(value, seconds: Sessions.longest.components.seconds))
    return response
  }

  private func button(_ secret: String, _ say: Wording) -> [Markup] {
    [
      Tag.p(of: [.text(say("signIn.once"))]),
      Tag.form(
        .post,
        .action(PagePath("sign-in")),
        of: [
          Tag.hidden("link", secret),
          Tag.button(.text(.type, "submit"), of: [.text(say("signIn.button"))]),
        ]
      ),
    ]
  }

  /// The ways to sign in: the providers, and how to get a link.
  private func explanation(_ visit: Visit) -> [Markup] {
    let say = visit.say
    let link = [
      Tag.p(of: [.text(say("signIn.how"))]),
      Tag.p(of: [Tag.code(of: [.text("rollbook sign-in-link --as NAME --role auditor")])]),
      Tag.p(of: [.text(say("signIn.five"))]),
    ]
    let buttons = buttons(visit)
    if buttons.isEmpty { return link }
    return buttons + [
      Tag.p(.class("note"), of: [.text(say("signIn.recorded"))]),
      Tag.details(of: [Tag.summary(of: [.text(say("signIn.link"))])] + link),
    ]
  }

  static var onlyPost: Problem {
    var problem = Problem(405, "methodNotAllowed", "This takes a POST, from its form.")
    problem.headers = [("Allow", "POST")]
    return problem
  }

  /// Ends the session.
  func signOut(_ visit: Visit) async throws -> WebResponse {
    guard visit.request.method == "POST" else {
      throw Self.onlyPost
    }
    guard let session = visit.session else { return Self.go(to: PagePath("sign-in")) }
    _ = try await checkedForm(visit.request, session)
    sessions.end(visit.request.cookie(named: cookieName))
    var response = Self.go(to: PagePath("sign-in"))
    response.headers.append(cookie("", seconds: 0))
    return response
  }

  /// The fields of a form, which a page of this session must have sent.
  func checkedForm(_ request: WebRequest, _ session: Sessions.Session) async throws
    -> [String: String]
  {
    guard origin(of: request) != .foreign else { throw Self.foreign }
    let form = try await form(request)
    guard (form["token"] ?? "").utf8.elementsEqual(session.formToken.utf8) else {
      throw Self.foreign
    }
    return form
  }

  static var foreign: Problem {
    Problem(403, "foreignForm", "The form was not sent by a page of this session. Open it again.")
  }

  func origin(of request: WebRequest) -> OriginRule {
    OriginRule(
      site: request.header("Sec-Fetch-Site"),
      origin: request.header("Origin"),
      address: tools.address()
    )
  }

  private func form(_ request: WebRequest) async throws -> [String: String] {
    let body = try await request.body(limit: Self.formLimit)
    guard let text = String(validating: body, as: UTF8.self) else {
      throw Problem(400, "badBody", "The body is no form.")
    }
    let fields = try request.asking("/?" + text).query
    return Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
