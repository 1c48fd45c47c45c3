import Access
import Roster
import WebServer

/// Signing in by a provider: the browser is sent there, and comes back with a code.
extension PagesHandler {
  /// The longest address of a page that is kept while a person signs in, in bytes.
  private static let addressLimit = 2_000

  private var attemptCookie: String { cookieName + "-sign-in" }

  /// The buttons of the providers; each is a link, since a form may lead to this service only.
  func buttons(_ visit: Visit) -> [Markup] {
    let page = wanted(visit.request)
    let query = page.segments.isEmpty ? [] : [("to", page.text)]
    return tools.providers.ways.map { way in
      Tag.p(of: [
        Tag.a(
          .class("button"),
          .href(PagePath("sign-in", way.rawValue, with: query)),
          of: [.text(visit.say(way == .dingtalk ? "signIn.dingtalk" : "signIn.oidc"))]
        )
      ])
    }
  }

  /// Where people sign in who want to see a page.
  static func signInPage(for request: WebRequest) -> PagePath {
    let target = request.target
    return target == "/" || target.utf8.count > addressLimit
      ? PagePath("sign-in") : PagePath("sign-in", with: [("to", target)])
  }

  /// `/sign-in/oidc` sends the browser to the provider.
  func leave(_ visit: Visit, by way: SignInWay) async throws -> WebResponse {
    guard visit.request.method == "GET" else { throw Self.onlyRead }
    try limit.count(tools.client(visit.request), now: tools.now())
    let (text, attempt) = attempts.begin(way, to: wanted(visit.request), now: tools.now())
    let address = try await tools.providers.address(way, attempt)
    return WebResponse(
      303,
      headers: [
        ("Location", address),
        cookie(text, seconds: SignInAttempts.life.components.seconds, named: attemptCookie),
      ]
    )
  }

  /// `/sign-in/oidc/done` is where the provider sends the browser back.
  func comeBack(_ visit: Visit, by way: SignInWay) async throws -> WebResponse {
    guard visit.request.method == "GET" else { throw Self.onlyRead }
    func parameter(_ name: String) -> String? {
      visit.request.query.first { $0.name == name }.map(\.value)
    }
    let begun = attempts.end(
      visit.request.cookie(named: attemptCookie),
      way,
      state: parameter("state"),
      now: tools.now()
    )
    guard let begun else {
      throw Problem(
        400,
        "signInStale",
        "This browser began no such sign-in, or it took too long. Begin again at /sign-in."
      )
    }
    if let error = parameter("error") {
      let word = error.filter { $0.isASCII && $0.isLetter || $0 == "_" }.prefix(40)
      throw Problem(403, "signInDeclined", "The provider let no one in (\(word)). Begin again.")
    }
    // DingTalk's own name of it comes first.
    guard let code = parameter("authCode") ?? parameter("code"), !code.isEmpty else {
      throw Problem(400, "badParameter", "The provider sent the browser back without a code.")
    }
    let person = try await tools.providers.person(way, code, begun.attempt)
    var response = begin(person, visit.request, at: begun.page)
    response.headers.append(cookie("", seconds: 0, named: attemptCookie))
    return response
  }

  /// The page to which a person wants to go after signing in: one of these pages, or the first one.
  private func wanted(_ request: WebRequest) -> PagePath {
    guard let text = request.query.first(where: { $0.name == "to" })?.value,
      text.utf8.count <= Self.addressLimit, let target = try? request.asking(text)
    else { return PagePath() }
    let isOwn = target.path == ["me"] || PageTable.page(at: target.path) != nil
    return isOwn ? PagePath(target.path, target.query) : PagePath()
  }
}
