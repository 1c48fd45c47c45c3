import Access
import Foundation
import Roster
import VerbatimJSON
import WebServer

/// Doing something: a form, the plan of what it would do, and the request to the API.
///
/// No GET changes anything. A POST counts if a page of the service sent it, with the token of the
/// session.
extension PagesHandler {
  /// A form without a file, and one with a change file that the API takes as base64.
  private static let formLimit = 64 << 10
  private static let fileLimit = 14 << 20

  /// What was entered in a form.
  private typealias Entered = (texts: [String: String], file: FormFields.File?)

  /// Answers a request for an action or a plan; nil if the path is neither.
  func act(_ visit: Visit) async throws -> WebResponse? {
    let path = visit.request.path
    if path.first == "plans", 2...3 ~= path.count, path.dropFirst(2).allSatisfy({ $0 == "again" }) {
      guard let session = visit.session else { return Self.go(to: PagePath("sign-in")) }
      return try await plan(path[1], again: path.count == 3, visit, session)
    }
    for action in ActionTable.all {
      guard let values = action.path.match(path) else { continue }
      guard let session = visit.session else { return Self.go(to: PagePath("sign-in")) }
      try check(action.permission, session)
      let doing = Doing(action: action, values: values, visit: visit, session: session)
      return try await visit.isReading ? show(doing) : send(doing)
    }
    return nil
  }

  /// One action that a person looks at or carries out.
  private struct Doing {
    let action: PageAction
    let values: [String: String]
    let visit: Visit
    let session: Sessions.Session
  }

  func check(_ permission: Permission, _ session: Sessions.Session) throws {
    guard session.person.may(permission) else {
      let roles = permission.roles.map(\.rawValue).joined(separator: " or ")
      throw Problem(
        403,
        "roleMissing",
        "The role \(session.person.role) may not do this; \(roles) may."
      )
    }
  }

  /// The fields of a form that a page of this session sent.
  func fields(_ visit: Visit, _ session: Sessions.Session, limit: Int) async throws
    -> FormFields
  {
    guard visit.request.method == "POST" else { throw Self.onlySent }
    guard origin(of: visit.request) != .foreign else { throw Self.foreign }
    let body = try await visit.request.body(limit: limit)
    let type = visit.request.header("Content-Type") ?? ""
    let fields: FormFields
    if let boundary = FormFields.boundary(in: type) {
      fields = try FormFields(body, boundary: boundary)
    } else {
      guard body.count <= Self.formLimit, let text = String(validating: body, as: UTF8.self) else {
        throw FormFields.malformed
      }
      fields = try FormFields(try visit.request.asking("/?" + text).query)
    }
    guard (fields["token"] ?? "").utf8.elementsEqual(session.formToken.utf8) else {
      throw Self.foreign
    }
    return fields
  }

  private static var onlySent: Problem {
    var problem = Problem(405, "methodNotAllowed", "A form is read with GET, and sent with POST.")
    problem.headers = [("Allow", "GET, HEAD, POST")]
    return problem
  }

  // MARK: - Forms

  private func show(
    _ doing: Doing,
    _ texts: [String: String] = [:],
    missing: [String] = []
  ) async throws -> WebResponse {
    let request = request(doing.visit, doing.session, doing.values)
    let kept = kept(doing, texts["plan"] ?? doing.visit["plan"])
    var texts = texts
    if texts.isEmpty { texts = kept?.draft.texts ?? [:] }
    // A page of a person leads here with one of its fields.
    if texts.isEmpty, let field = doing.visit["field"] { texts["field"] = field }
    let drawing = ActionDrawing(
      request: request,
      action: doing.action,
      token: doing.session.formToken,
      age: tools.now() - doing.session.began
    )
    return page(
      missing.isEmpty ? 200 : 422,
      doing.visit,
      doing.visit.say("action.\(doing.action.name)"),
      PagePath(doing.visit.request.path),
      await drawing.form(
        texts,
        missing: missing,
        kept: kept.map { ($0.id, $0.draft.file?.name) },
        key: newKey()
      )
    )
  }

  /// The plan of the action that is to be changed; nil if there is none, or it is not kept any more.
  private func kept(_ doing: Doing, _ id: String?) -> (id: String, draft: Drafts.Draft)? {
    guard let id, let draft = drafts.find(id, owner: doing.session.formToken, now: tools.now()),
      draft.action == doing.action.name, draft.values == doing.values
    else { return nil }
    return (id, draft)
  }

  private func newKey() -> String { "page-" + tools.random(16).hexadecimal }

  private func send(_ doing: Doing) async throws -> WebResponse {
    let (action, visit, session) = (doing.action, doing.visit, doing.session)
    let fields = try await fields(
      visit,
      session,
      limit: action.hasFile ? Self.fileLimit : Self.formLimit
    )
    let before = kept(doing, fields["plan"])?.draft.file
    let made = action.file(fields.texts, doing.values)
    let entered: Entered = (fields.texts, Self.file(of: fields) ?? made ?? before)
    let missing = action.fields.filter { field in
      guard field.isRequired else { return false }
      if case .table = field.kind { return entered.file == nil }
      return fields[field.name]?.contains { !$0.isWhitespace } != true
    }
    guard missing.isEmpty else {
      return try await show(doing, fields.texts, missing: missing.map(\.name))
    }
    if action.plans != nil {
      return try await begin(action, doing.values, entered, visit, session)
    }
    let members = try action.body(entered.texts, nil, doing.values, isPlan: false)
    let key = fields["key"] ?? newKey()
    let json = try await ask(
      action.method,
      action.sends,
      doing.values,
      members,
      key,
      visit,
      session
    )
    return Self.go(
      to: SubjectDrawing.address(place(of: json), about: visit.request.path.dropLast())
    )
  }

  /// The file that was chosen, or the table that was pasted.
  private static func file(of fields: FormFields) -> FormFields.File? {
    if let file = fields.files["file"], !file.bytes.isEmpty { return file }
    guard let text = fields["pasted"], text.contains(where: { !$0.isWhitespace }) else {
      return nil
    }
    return FormFields.File(name: "pasted.csv", bytes: Array(text.utf8))
  }

  // MARK: - Plans

  /// Begins the plan of an action, keeps what was entered, and goes to the page of the plan.
  private func begin(
    _ action: PageAction,
    _ values: [String: String],
    _ entered: Entered,
    _ visit: Visit,
    _ session: Sessions.Session
  ) async throws -> WebResponse {
    let members = try action.body(entered.texts, entered.file, values, isPlan: true)
    let path = action.plans ?? action.sends
    let json = try await ask("POST", path, values, members, newKey(), visit, session)
    let id = tools.random(16).hexadecimal
    var texts = entered.texts
    for name in ["token", "pasted", "key", "plan"] { texts[name] = nil }
    drafts.keep(
      Drafts.Draft(
        action: action.name,
        values: values,
        texts: texts,
        file: entered.file,
        job: json["job"]?.text ?? "",
        key: newKey()
      ),
      as: id,
      owner: session.formToken,
      now: tools.now()
    )
    return Self.go(to: PagePath("plans", id))
  }

  /// Shows a plan; with a POST, carries out what it shows, or makes it again.
  private func plan(
    _ id: String,
    again: Bool,
    _ visit: Visit,
    _ session: Sessions.Session
  ) async throws -> WebResponse {
    let draft = drafts.find(id, owner: session.formToken, now: tools.now())
    guard let draft, let action = ActionTable[draft.action] else {
      throw Problem(410, "planForgotten", "The plan is not kept any more. Begin again.")
    }
    try check(action.permission, session)
    if visit.isReading, !again { return try await show(draft, action, id, visit, session) }
    let fields = try await fields(visit, session, limit: Self.formLimit)
    let entered: Entered = (draft.texts, draft.file)
    if again { return try await begin(action, draft.values, entered, visit, session) }
    var members = try action.body(draft.texts, draft.file, draft.values, isPlan: false)
    // Just what was shown is carried out: another plan is refused as stale.
    if action.expectsPlan {
      members.append(JSON.Member(key: "expect", value: .string(fields["digest"] ?? "none")))
    }
    let json = try await ask(
      action.method,
      action.sends,
      draft.values,
      members,
      draft.key,
      visit,
      session
    )
    return Self.go(
      to: SubjectDrawing.address(
        place(of: json).with("plan", id),
        about: action.path.filled(draft.values).dropLast()
      )
    )
  }

  private func show(
    _ draft: Drafts.Draft,
    _ action: PageAction,
    _ id: String,
    _ visit: Visit,
    _ session: Sessions.Session
  ) async throws -> WebResponse {
    let request = request(visit, session, draft.values)
    let job = try await request.read("jobs", draft.job)
    if visit.request.query.contains(where: { $0.name == "format" && $0.value == "json" }) {
      return WebResponse(
        type: "application/json",
        headers: [("Content-Disposition", "attachment; filename=\"plan.json\"")],
        body: .bytes((job["result"] ?? .null).bytes)
      )
    }
    let drawing = ActionDrawing(request: request, action: action, token: session.formToken)
    return refreshing(
      job,
      page(
        200,
        visit,
        visit.say("page.plan"),
        PagePath("plans", id),
        await drawing.plan(draft, id, job)
      )
    )
  }

  // MARK: - Jobs

  /// The page of a job, which the browser reads again while it runs.
  func job(_ request: PageRequest, _ visit: Visit, _ session: Sessions.Session) async throws
    -> WebResponse
  {
    let job = try await request.read(request.question.without(["plan"]))
    let plan = request["plan"].flatMap { id in
      drafts.find(id, owner: session.formToken, now: tools.now()).map { _ in id }
    }
    let drawing = JobDrawing(request: request, token: session.formToken, plan: plan)
    return refreshing(
      job,
      page(200, visit, visit.say("page.job"), request.address, await drawing.contents(job))
    )
  }

  private func refreshing(_ job: JSON, _ response: WebResponse) -> WebResponse {
    guard job["endedAt"]?.text == nil else { return response }
    var response = response
    response.headers.append(("Refresh", "2"))
    return response
  }

  // MARK: - The API

  func request(
    _ visit: Visit,
    _ session: Sessions.Session,
    _ values: [String: String]
  ) -> PageRequest {
    PageRequest(PageTable.job, values, visit.request, session.person, visit.say, tools)
  }

  /// Sends a request to the API, and returns its response; without a key it may be repeated.
  func ask(
    _ method: String,
    _ path: PathPattern,
    _ values: [String: String],
    _ members: [JSON.Member],
    _ key: String?,
    _ visit: Visit,
    _ session: Sessions.Session
  ) async throws -> JSON {
    var headers: [(name: String, value: String)] = []
    if method == "POST" {
      headers =
        [("Content-Type", "application/json")] + (key.map { [("Idempotency-Key", $0)] } ?? [])
    }
    let request = try visit.request.sending(
      method,
      PagePath(["api", "v1"] + path.filled(values)).text,
      headers: headers,
      body: method == "POST" ? JSON.object(members).bytes : []
    )
    return try PageRequest.json(of: try await tools.read(request, session.person, nil))
  }

  /// Where what was begun is shown: the job, or the operation that the log has for the key.
  private func place(of json: JSON) -> PagePath {
    if let job = json["job"]?.text { return PagePath("jobs", job) }
    return PagePath("operations", String(json["operation"]?.integer ?? 0))
  }
}

extension FormFields.File {
  /// The file as the API takes it.
  var json: JSON {
    let end = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
    let plain = end.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
    // The end of a long name has what kind of file it is.
    let text = String(String.UnicodeScalarView(plain.drop { $0 == "." }.suffix(60)))
    return [
      "name": .string(text.isEmpty ? "file" : text),
      "base64": .string(Data(bytes).base64EncodedString()),
    ]
  }
}
