import Roster
import VerbatimJSON
package import WebServer

/// Answers requests for pages.
package final class PagesHandler: Sendable {
  let tools: PageTools
  let sessions: Sessions
  /// What people have begun and not confirmed.
  let drafts = Drafts()
  let attempts: SignInAttempts
  let limit = SignInLimit()

  package init(_ tools: PageTools) {
    self.tools = tools
    sessions = Sessions(random: tools.random)
    attempts = SignInAttempts(random: tools.random)
  }

  /// Answers a request; a refusal is a page, too.
  package func respond(to request: WebRequest) async -> WebResponse {
    if request.path == StyleSheet.path.segments { return Self.style }
    let chosen = request.query.first { $0.name == "lang" }.flatMap { Language(rawValue: $0.value) }
    let kept = request.cookie(named: "rollbook-lang").flatMap(Language.init(rawValue:))
    let language = chosen ?? kept ?? Language.accepted(request.header("Accept-Language"))
    var visit = Visit(request: request, say: Wording(language, tools.times))
    var response: WebResponse
    do {
      visit.session = try await session(of: request)
      response = try await answer(visit)
    } catch let problem as Problem {
      response = refusal(problem, visit)
    } catch let error as any UserFacingError {
      let problem = Problem(422, error.errorCode.name, error.message, exit: error.errorCode.exit)
      response = refusal(problem, visit)
    } catch is CancellationError {
      response = refusal(.stopping, visit)
    } catch {
      response = refusal(.broken, visit)
    }
    if let chosen, !response.headers.contains(where: { $0.name == "Set-Cookie" }) {
      response.headers.append(
        ("Set-Cookie", "rollbook-lang=\(chosen.rawValue); Path=/; Max-Age=31536000; SameSite=Lax")
      )
    }
    response.route = response.route ?? "page"
    return response
  }

  /// A request, its language, and its session; nil if no person has signed in.
  struct Visit: Sendable {
    let request: WebRequest
    let say: Wording
    var session: Sessions.Session?

    var isReading: Bool { ["GET", "HEAD"].contains(request.method) }

    /// The value of a parameter of the address; nil if it has none.
    subscript(name: String) -> String? { request.query.first { $0.name == name }?.value }
  }

  /// The session of a request; one of a person who may no longer have it ends here.
  private func session(of request: WebRequest) async throws -> Sessions.Session? {
    let cookie = request.cookie(named: cookieName)
    guard let session = sessions.use(cookie, now: tools.now()) else { return nil }
    if try await tools.stays(session.person) { return session }
    sessions.end(cookie)
    return nil
  }

  private func answer(_ visit: Visit) async throws -> WebResponse {
    let path = visit.request.path
    switch path.first {
    case "sign-in" where path.count <= 2 || path.count == 3 && path[2] == "done":
      return try await signIn(visit)
    case "sign-out" where path.count == 1: return try await signOut(visit)
    case "me" where path.count == 1: return try me(visit)
    case "me" where path.count == 2 && path[1] == "end": return try await endSessions(visit)
    default: break
    }
    if let response = try await reveal(visit) { return response }
    if let response = try await act(visit) { return response }
    guard let (page, values) = PageTable.page(at: path) else { throw Self.noSuchPage }
    guard visit.isReading else { throw Self.onlyRead }
    guard let session = visit.session else {
      return Self.go(to: Self.signInPage(for: visit.request))
    }
    if case .home = page.drawing, !session.person.may(page.permission) {
      return Self.go(to: PagePath("me", "record"))
    }
    let request = PageRequest(page, values, visit.request, session.person, visit.say, tools)
    if let format = visit["format"] {
      return try await file(request, format)
    }
    if case .archive = page.drawing { return try await archive(request) }
    if case .job = page.drawing { return try await job(request, visit, session) }
    do {
      let contents = try await PageDrawing(request: request).contents()
      return self.page(200, visit, visit.say(page.title), request.address, contents)
    } catch let problem as Problem where problem.status < 500 && !page.filters.isEmpty {
      return refusal(problem, visit, below: FormDrawing(say: visit.say).form(request))
    }
  }

  static var noSuchPage: Problem { Problem(404, "noSuchPage", "There is no such page.") }

  static var onlyRead: Problem {
    var problem = Problem(405, "methodNotAllowed", "A page is only read.")
    problem.headers = [("Allow", "GET, HEAD")]
    return problem
  }

  /// What a page shows, as the API has it.
  private func file(_ request: PageRequest, _ format: String) async throws -> WebResponse {
    guard format == "json" || ["csv", "excel"].contains(format) && request.page.hasTable else {
      throw Problem(400, "badParameter", "The parameter `format` must be json, csv or excel.")
    }
    let name = request.address.segments.last { $0.utf8.allSatisfy(Self.isPlain) } ?? "rollbook"
    if format == "excel" {
      return WebResponse(
        type: "text/csv; charset=utf-8",
        headers: [("Content-Disposition", "attachment; filename=\"\(name).csv\"")],
        body: .bytes(try await ExcelFile(request: request).bytes())
      )
    }
    let question =
      format == "csv"
      ? request.question.without(["cursor", "limit"]).with("format", "csv") : request.question
    var response = try await request.answer(question)
    if format == "json", case .bytes(let bytes) = response.body,
      let json = try? JSON(parsing: bytes)
    {
      response.headers.removeAll { $0.name == "Link" }
      response.body = .bytes(JSON.object(own(json, request)).bytes)
    }
    response.headers.removeAll { ["ETag", "Cache-Control"].contains($0.name) }
    if response.status == 200 {
      response.headers.append(
        ("Content-Disposition", "attachment; filename=\"\(name).\(format)\"")
      )
    }
    return response
  }

  /// A file that the API makes; a refusal of it is a page.
  private func archive(_ request: PageRequest) async throws -> WebResponse {
    let response = try await request.answer(request.question)
    if response.status >= 400 { _ = try PageRequest.json(of: response) }
    return response
  }

  /// Whether a byte is a letter, a digit or a hyphen.
  static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The members of a response; the next part of a list is one of the page's own.
  private func own(_ json: JSON, _ request: PageRequest) -> [JSON.Member] {
    (json.members ?? []).map { member in
      guard member.key == "next", let path = request.nextAddress(member.value) else {
        return member
      }
      return JSON.Member(key: "next", value: .string(path.with("format", "json").text))
    }
  }

  // MARK: - Answers

  func page(
    _ status: Int,
    _ visit: Visit,
    _ title: String,
    _ address: PagePath,
    _ contents: [Markup]
  ) -> WebResponse {
    let frame = PageFrame(
      say: visit.say,
      person: visit.session?.person,
      address: address,
      title: title
    )
    return WebResponse(
      status,
      type: "text/html; charset=utf-8",
      headers: Self.headers + [("Content-Language", visit.say.language.tag)],
      body: .bytes(frame.document(contents))
    )
  }

  private static let headers = [
    (
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'"
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Vary", "Cookie, Accept-Language"),
  ]

  private static var style: WebResponse {
    WebResponse(
      type: "text/css; charset=utf-8",
      headers: [("Cache-Control", "public, max-age=31536000, immutable")],
      body: .bytes(StyleSheet.bytes)
    )
  }

  static func go(to path: PagePath) -> WebResponse {
    WebResponse(303, headers: [("Location", path.text)])
  }

  /// A refusal as a page: in the reader's words, with its stable name.
  ///
  /// - Parameters:
  ///   - problem: Why it is refused.
  ///   - visit: The request.
  ///   - form: The form with what was sent, for another attempt.
  /// - Returns: The page.
  private func refusal(_ problem: Problem, _ visit: Visit, below form: Markup = .none)
    -> WebResponse
  {
    let say = visit.say
    let title = say.optional("status.\(problem.status)") ?? say("status.other")
    var response = page(
      problem.status,
      visit,
      title,
      PagePath(visit.request.path, visit.request.query),
      [Tag.h1(of: [.text(title)])] + say.explanation(problem.name, problem.detail) + [
        form,
        Tag.p(
          .class("facts"),
          of: [
            .text(say("problem.name") + " "), Tag.code(of: [.value(problem.name)]),
            .text(" · \(problem.status) · "), Tag.code(of: [.value(visit.request.id)]),
          ]
        ),
        Tag.p(of: [
          visit.session == nil
            ? Tag.a(.href(PagePath("sign-in")), of: [.text(say("problem.signIn"))])
            : Tag.a(.href(PagePath()), of: [.text(say("problem.home"))])
        ]),
      ]
    )
    response.headers += problem.headers
    return response
  }
}

extension WebRequest {
  /// The value of a cookie; nil if the request has none of that name.
  func cookie(named name: String) -> String? {
    for pair in (header("Cookie") ?? "").split(separator: ";") {
      let pair = pair.trimmingPrefix { $0 == " " }
      let sign = pair.firstIndex(of: "=") ?? pair.endIndex
      if pair[..<sign].utf8.elementsEqual(name.utf8) { return String(pair[sign...].dropFirst()) }
    }
    return nil
  }
}
