import GRDB
import Roster

extension AppendTransaction {
  /// One entry about something that was set aside.
  private struct Line {
    let user: Int64?
    let aside: SetAside
    var people = 1
  }

  /// Appends what of a response, a list or a catalog was set aside, in an append of its own: it is
  /// no statement about any field, so it has no scope.
  ///
  /// Entries name people whom the ledger knows. Somebody who was never listed and never came back is no
  /// person, and is counted.
  ///
  /// - Parameters:
  ///   - asides: What was set aside.
  ///   - facts: What is known of the call.
  /// - Throws: What the database says.
  mutating func append(_ asides: [SetAside], of facts: Facts) throws {
    var lines: [Line] = []
    for aside in asides {
      if let user = aside.user, isSuppressed(user) { continue }
      var number: Int64?
      if [.person, .field].contains(aside.part), let user = aside.user {
        number = try aside.part == .field ? self.user(user) : knownUser(user)
      }
      let same = lines.firstIndex {
        number == nil && $0.user == nil && $0.aside.part == aside.part
          && $0.aside.field == aside.field && $0.aside.problem == aside.problem
      }
      if let same {
        lines[same].people += 1
      } else {
        lines.append(Line(user: number, aside: aside))
      }
    }
    guard !lines.isEmpty else { return }
    var own = facts
    own.entries = lines.count
    own.scope = nil
    (own.returned, own.changed, own.gone) = (0, 0, 0)
    try begin(own)
    for line in lines {
      let entry = try entry(.setAside, user: line.user)
      try database.execute(
        sql: "INSERT INTO set_aside (entry, part, people, field, problem) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          entry, line.aside.part.rawValue, line.people, line.aside.field?.text, line.aside.problem,
        ]
      )
    }
  }

  /// The user's number; nil for a user the ledger has not met, who is not made one.
  func knownUser(_ id: Verbatim) throws -> Int64? {
    let key = UserKey(system, id)
    if let known = state.userNumbers[key] { return known }
    let search = try hot.get(.user, UserLookup.search)
    search.bind(1, lookup.hash(key))
    return try search.first { $0.integer(0) }
  }
}
