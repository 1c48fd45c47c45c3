import Access
import Foundation
import Roster
import VerbatimJSON
import WebServer

/// One response that can show something about people: it is recorded before it is sent.
struct Showing: Sendable {
  /// The longest text of a header that is recorded, in bytes.
  static let textLimit = 1_000

  /// What the text of such a header consists of, as a regular expression: visible ASCII, and
  /// characters of UTF-8 in percent-encoding, without null.
  static let encoded: String = {
    let digit = "[0-9A-Fa-f]"
    let rest = "%[89ABab]\(digit)"
    return [
      "[!-$&-~]", "%0[1-9A-Fa-f]", "%[1-7]\(digit)", "%[Cc][2-9A-Fa-f]\(rest)",
      "%[Dd]\(digit)\(rest)", "%[Ee]0%[ABab]\(digit)\(rest)",
      "%[Ee][1-9A-CEFa-cef]\(rest)\(rest)", "%[Ee][Dd]%[89]\(digit)\(rest)",
      "%[Ff]0%[9ABab]\(digit)\(rest)\(rest)", "%[Ff][1-3]\(rest)\(rest)\(rest)",
      "%[Ff]4%8\(digit)\(rest)\(rest)",
    ].joined(separator: "|")
  }()

  private let tools: APITools
  private let route: Route
  private let sender: Sender
  private let query: Verbatim?
  private let behalf: Verbatim?
  private let purpose: Verbatim?
  private let system: System
  /// The name of the one person whom it is about; nil if it is not about one.
  private let person: String?

  /// - Parameters:
  ///   - tools: What records it.
  ///   - route: The table's line.
  ///   - words: The parameters; nil if the response is not about any.
  ///   - sender: Who asked.
  ///   - request: The request.
  /// - Throws: ``Problem`` if a header has another form.
  init(
    _ tools: APITools,
    _ route: Route,
    _ words: CommandWords?,
    to sender: Sender,
    _ request: WebRequest
  ) throws(Problem) {
    self.tools = tools
    self.route = route
    self.sender = sender
    let text = WebRequest.text(of: words?.query(without: [RouteParameter.purpose.name]) ?? [])
    query = text.isEmpty ? nil : Verbatim(text)
    behalf = try Self.text(request, "On-Behalf-Of")
    let header = try Self.text(request, "Rollbook-Purpose")
    purpose = words?[RouteParameter.purpose.name].first.map { Verbatim($0) } ?? header
    system = Self.system(words?["system"].first)
    let isAboutOne = route.givenNames.contains("user") || route.isArchive || route.isReveal
    person = isAboutOne ? words?["user"].first : nil
  }

  /// Refuses a request for whole values by a sender who does not see them otherwise, unless it says for
  /// what.
  ///
  /// - Throws: ``Problem`` without a purpose of some letters.
  func demandPurpose() throws(Problem) {
    guard !sender.sight.isWhole else { return }
    guard NewAccess.isPurpose(purpose?.text ?? "") else {
      throw Problem.unusable(
        "purpose",
        "must say for what the values are wanted whole, in at least two letters and at most "
          + "\(NewAccess.longestPurpose) bytes"
      )
    }
  }

  /// Records that rows are shown, as JSON.
  ///
  /// - Parameters:
  ///   - rows: An array of objects; those who are named in `user` are shown.
  ///   - entry: The entry at which it was read.
  /// - Throws: Why it could not be recorded; then nothing may be shown.
  func record(rows: String, at entry: Int64) async throws {
    guard route.showsPeople else { return }
    if person != nil { return try await recordWhole(at: entry) }
    let array: [JSON] =
      if case .array(let rows) = try JSON(parsing: rows.utf8.isEmpty ? "[]" : rows) { rows } else {
        []
      }
    let keys = array.compactMap { row -> UserKey? in
      guard let user = row["user"]?.text else { return nil }
      return UserKey(Self.system(row["system"]?.text), Verbatim(user))
    }
    if keys.isEmpty, route.permission == .readLog { return }
    // Rows without `user` may name people in another way.
    let isNamed = !keys.isEmpty || array.isEmpty
    try await record(isNamed ? .each(Set(keys)) : .everybody, at: entry)
  }

  /// Records that all of it is shown, whatever it has.
  ///
  /// - Parameter entry: The entry at which it is read.
  /// - Throws: Why it could not be recorded; then nothing may be shown.
  func recordWhole(at entry: Int64) async throws {
    guard route.showsPeople else { return }
    guard let person else { return try await record(.everybody, at: entry) }
    try await record(.person(try await tools.person(system, person)), at: entry)
  }

  private func record(_ people: NewAccess.People, at entry: Int64) async throws {
    // A purpose must be in the log, even if the people are.
    if purpose == nil, sender.shown?.has(people) == true { return }
    try await tools.record(
      NewAccess(
        by: sender.name,
        role: sender.role,
        of: route.name,
        query: query,
        at: EntryID(entry),
        people: people,
        behalf: behalf,
        purpose: purpose
      )
    )
    sender.shown?.add(people)
  }

  private static func system(_ name: String?) -> System {
    name.flatMap(System.init(rawValue:)) ?? .dingtalk
  }

  /// A header's text, which is UTF-8 in percent-encoding.
  private static func text(_ request: WebRequest, _ name: String) throws(Problem) -> Verbatim? {
    guard let header = request.header(name) else { return nil }
    guard 1...textLimit ~= header.utf8.count, header.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
      let text = header.removingPercentEncoding, !text.utf8.contains(0)
    else {
      throw Problem.parameter(name, "must have 1 to \(textLimit) bytes of percent-encoded UTF-8")
    }
    return Verbatim(text)
  }
}

extension Route {
  /// Whether a response of it can show something about people.
  var showsPeople: Bool {
    guard !isImpersonal, let permission else { return false }
    return [
      .readOwn, .readPeople, .reveal, .readChanges, .readReports, .readLog, .readProposals, .prove,
      .plan,
      .feed,
    ]
    .contains(permission)
  }
}
