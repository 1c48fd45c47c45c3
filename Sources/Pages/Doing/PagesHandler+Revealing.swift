import Access
import Roster
import VerbatimJSON
import WebServer

/// Revealing masked values of one person: a form that asks for what, and then the values, on a page that
/// no browser keeps.
extension PagesHandler {
  /// The largest form, in bytes.
  private static let purposeLimit = 16 << 10

  private static let revealing = PathPattern("people/{system}/{user}/reveal")

  /// The address of the form.
  ///
  /// - Parameters:
  ///   - values: The person: the values of `system` and `user`.
  ///   - field: The code of the field.
  ///   - asOf: The moment of the page that leads to it.
  /// - Returns: The address.
  static func revealPage(
    _ values: [String: String],
    field: String,
    asOf: [(String, String)]
  ) -> PagePath {
    PagePath(
      revealing.filled(values),
      ([("field", field)] + asOf).map { WebRequest.Parameter(name: $0.0, value: $0.1) }
    )
  }

  /// Answers a request for revealing; nil if the path is another one.
  func reveal(_ visit: Visit) async throws -> WebResponse? {
    guard let values = Self.revealing.match(visit.request.path) else { return nil }
    guard let session = visit.session else {
      return Self.go(to: Self.signInPage(for: visit.request))
    }
    try check(.reveal, session)
    let request = request(visit, session, values)
    if visit.isReading {
      let texts = Dictionary(
        visit.request.query.map { ($0.name, $0.value) },
        uniquingKeysWith: { first, _ in first }
      )
      return try await form(request, texts, visit, session, isMissing: false)
    }
    let texts = try await fields(visit, session, limit: Self.purposeLimit).texts
    let asOf = texts["as-of"].flatMap { $0.isEmpty ? nil : $0 }
    let members: [JSON.Member] =
      [
        JSON.Member(key: "system", value: .string(values["system"] ?? "")),
        JSON.Member(key: "user", value: .string(values["user"] ?? "")),
        JSON.Member(key: "fields", value: .strings([texts["field"] ?? ""])),
        JSON.Member(key: "purpose", value: .string(texts["purpose"] ?? "")),
      ] + (asOf.map { [JSON.Member(key: "asOf", value: .string($0))] } ?? [])
    guard NewAccess.isPurpose(texts["purpose"] ?? "") else {
      return try await form(request, texts, visit, session, isMissing: true)
    }
    let revealed = try await ask("POST", PathPattern("reveals"), [:], members, nil, visit, session)
    let drawing = RevealDrawing(request: request, token: session.formToken)
    return page(
      200,
      visit,
      visit.say("reveal.title"),
      PagePath(visit.request.path),
      await drawing.values(revealed, purpose: texts["purpose"] ?? "")
    )
  }

  private func form(
    _ request: PageRequest,
    _ texts: [String: String],
    _ visit: Visit,
    _ session: Sessions.Session,
    isMissing: Bool
  ) async throws -> WebResponse {
    let drawing = RevealDrawing(request: request, token: session.formToken)
    return page(
      isMissing ? 422 : 200,
      visit,
      visit.say("reveal.title"),
      PagePath(visit.request.path, visit.request.query.filter { $0.name != "lang" }),
      try await drawing.form(texts, isMissing: isMissing)
    )
  }
}
