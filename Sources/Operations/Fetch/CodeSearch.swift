import DingTalk
import Roster

/// The search of a fetch for fields whose read codes are not known.
///
/// It begins once all other fields are fetched, and asks about people who came back. So a refusal
/// is about the fields, and costs nothing but the field that was refused. If nothing is forbidden,
/// it first asks for all fields, since what comes back has its name beside its code. It then asks
/// for each field that did not come back by its word.
struct CodeSearch: Sendable {
  /// Who came back, each once, in the order of the responses.
  private(set) var people: [Verbatim] = []
  private var unsure: [FieldCode] = []
  private var seen: Set<Verbatim> = []
  /// What is still to be asked, the next question last; nil asks for all fields.
  private var questions: [[FieldCode]?] = []

  /// Searches for nothing.
  init() {}

  /// Searches for fields.
  ///
  /// - Parameters:
  ///   - fields: The words that the catalog has for their codes.
  ///   - mayAskForAll: Whether all fields may be asked for at once.
  init(_ fields: [FieldCode], mayAskForAll: Bool) {
    unsure = fields
    if !fields.isEmpty { questions = mayAskForAll ? [nil] : [fields] }
  }

  /// Takes note of users who came back.
  mutating func returned(_ users: [Verbatim]) {
    guard !unsure.isEmpty else { return }
    people += users.filter { seen.insert($0).inserted }
  }

  /// The next question; nil where none is left, or where nobody came back.
  mutating func next() -> FetchCall? {
    guard !people.isEmpty, let fields = questions.popLast() else { return nil }
    return .sample(Array(people.prefix(DingTalkClient.maximumUsersPerCall)), fields: fields)
  }

  /// Takes note that a question was answered.
  ///
  /// - Parameters:
  ///   - fields: What was asked for; nil for all fields.
  ///   - described: The catalog with what the response shows.
  /// - Returns: By which codes everybody shall be asked for the fields that were found, or for
  ///   those that may be asked for by their words.
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

  /// Takes note that a question was refused: its fields are asked for in halves, until one that is
  /// refused alone is left out.
  mutating func refused(_ fields: [FieldCode]?) {
    guard let fields else { return questions.append(unsure) }
    guard fields.count > 1 else { return }
    questions += fields.halves.reversed()
  }
}
