import DingTalk
import Roster

/// The search of a fetch for fields whose read codes are not known.
///
/// It begins after all other fields are fetched, and asks about people who came back. So a refusal
/// concerns the fields, and costs only the refused field. If no field is excluded, it first
/// requests all fields, since the response has names beside codes. Then it requests each field that
/// did not come back by its word.
struct CodeSearch: Sendable {
  /// The users who came back, each once, in the order of the responses.
  private(set) var people: [Verbatim] = []
  private var unsure: [FieldCode] = []
  private var seen: Set<Verbatim> = []
  /// The remaining requests, the next one last; nil requests all fields.
  private var questions: [[FieldCode]?] = []

  /// A search for nothing.
  init() {}

  /// A search for fields.
  ///
  /// - Parameters:
  ///   - fields: The words that the catalog has in place of their codes.
  ///   - mayAskForAll: Whether all fields may be requested at once.
  init(_ fields: [FieldCode], mayAskForAll: Bool) {
    unsure = fields
    if !fields.isEmpty { questions = mayAskForAll ? [nil] : [fields] }
  }

  /// Adds users who came back.
  mutating func returned(_ users: [Verbatim]) {
    guard !unsure.isEmpty else { return }
    people += users.filter { seen.insert($0).inserted }
  }

  /// The next request; nil if none is left, or no user came back.
  mutating func next() -> FetchCall? {
    guard !people.isEmpty, let fields = questions.popLast() else { return nil }
    return .sample(Array(people.prefix(DingTalkClient.maximumUsersPerCall)), fields: fields)
  }

  /// Processes a response.
  ///
  /// - Parameters:
  ///   - fields: The requested fields; nil for all fields.
  ///   - described: The catalog with the codes that the response shows.
  /// - Returns: The codes to request for everybody: of the fields that were found, or of those that
  ///   may be requested by their words.
  mutating func answered(_ fields: [FieldCode]?, _ described: [FieldDescription]) -> [FieldCode] {
    let codes = Set(described.map(\.code))
    let words = fields ?? unsure
    let found = described.filter { words.contains($0.writeCode) && !words.contains($0.code) }
    guard fields == nil else {
      return (found.map(\.code) + words.filter(codes.contains)).sorted()
    }
    unsure = unsure.filter(codes.contains)
    if !unsure.isEmpty { questions.append(unsure) }
    return found.map(\.code).sorted()
  }

  /// Processes a refusal: its fields are requested in halves, until a single refused field is left
  /// out.
  mutating func refused(_ fields: [FieldCode]?) {
    guard let fields else { return questions.append(unsure) }
    guard fields.count > 1 else { return }
    questions += fields.halves.reversed()
  }
}
