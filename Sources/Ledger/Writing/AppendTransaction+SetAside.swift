import LedgerStorage
import GRDB
package import Roster

extension AppendTransaction {
  /// One entry about something that was set aside.
  private struct Line {
    let user: UserNumber?
    let aside: SetAside
    var people = 1
  }

  /// Appends entries about set-aside parts of a response, a list or a catalog, in an append of its
  /// own: they state nothing about any field, so they have no scope.
  ///
  /// Entries name people who are in the ledger. A user who was never on a user list and never came
  /// back is no person, and is only counted.
  ///
  /// - Parameters:
  ///   - asides: What was set aside.
  ///   - facts: The facts of the call.
  /// - Throws: Errors of the database.
  package mutating func append(_ asides: [SetAside], of facts: Facts) throws {
    var lines: [Line] = []
    for aside in asides {
      if let user = aside.user, isSuppressed(user) { continue }
      var number: UserNumber?
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
      try database.run(
        "INSERT INTO set_aside (entry, part, people, field, problem) VALUES (?, ?, ?, ?, ?)",
        [entry, line.aside.part.rawValue, line.people, line.aside.field?.text, line.aside.problem]
      )
    }
  }

  /// The user's number; nil for a user who is not in the ledger, who is not added.
  func knownUser(_ id: Verbatim) throws -> UserNumber? { try knownUser(UserKey(system, id)) }

  /// The number of a user of either system; nil for a user who is not in the ledger, who is not added.
  func knownUser(_ key: UserKey) throws -> UserNumber? {
    if let known = state.userNumbers[key] { return known }
    let search = try hot.get(.user, UserLookup.search)
    search.bind(1, lookup.hash(key))
    return try search.first { $0.integer(0) }
  }
}
