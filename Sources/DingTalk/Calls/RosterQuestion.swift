import Roster

/// The users and fields that one `v2/list` call requests, within its limits.
struct RosterQuestion: Sendable {
  /// The users, each once.
  let users: [Verbatim]
  /// The fields, each once; empty for all that the app may read.
  let fields: [FieldCode]

  /// Checks the limits.
  ///
  /// Lists are joined by commas in the request, so no name may contain one.
  ///
  /// - Parameters:
  ///   - users: The users.
  ///   - fields: The fields; nil for all that the app may read.
  /// - Throws: The reason why the call cannot request this.
  init(users: [Verbatim], fields: [FieldCode]?) throws(DingTalkError) {
    self.users = RosterQuestion.distinct(users)
    self.fields = RosterQuestion.distinct(fields ?? [])
    try RosterQuestion.check(self.users, "users", atMost: DingTalkClient.maximumUsersPerCall)
    guard fields != nil else { return }
    try RosterQuestion.check(self.fields, "fields", atMost: DingTalkClient.maximumFieldsPerCall)
  }

  /// The users in the request.
  var userList: String { users.map(\.text).joined(separator: ",") }
  /// The fields in the request.
  var fieldList: String { fields.map(\.text).joined(separator: ",") }

  private static func distinct(_ names: [Verbatim]) -> [Verbatim] {
    var seen: Set<Verbatim> = []
    return names.filter { seen.insert($0).inserted }
  }

  private static func check(
    _ names: [Verbatim],
    _ what: String,
    atMost limit: Int
  ) throws(DingTalkError) {
    let problem: String? =
      if names.isEmpty {
        "it asks for no \(what)"
      } else if names.count > limit {
        "it asks for \(names.count) \(what), and \(limit) is the most"
      } else if names.contains(where: \.isEmpty) {
        "one of its \(what) has an empty name"
      } else if names.contains(where: { $0.text.utf8.contains(UInt8(ascii: ",")) }) {
        "one of its \(what) has a comma in its name"
      } else {
        nil
      }
    if let problem { throw .invalidQuestion(api: "v2/list", problem: problem) }
  }
}
