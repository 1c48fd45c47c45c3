import Roster

/// The last observations, kept in memory until a rebuild ends: one row for each user and scope
/// instead of one for each entry.
final class ObservationCache {
  private var entries: [UserNumber: [(scope: ScopeNumber, entry: EntryID)]] = [:]
  /// The numbers of the users with a write that no response has shown yet.
  private var awaited: Set<UserNumber> = []

  /// The last entry with a response about a user, by scope.
  func of(_ user: UserNumber) -> [(scope: ScopeNumber, entry: EntryID)] { entries[user] ?? [] }

  /// Notes that an entry has a response about a user in a scope.
  func observation(user: UserNumber, scope: ScopeNumber, entry: EntryID) {
    let place = entries[user, default: []].firstIndex { $0.scope == scope }
    if let place {
      entries[user]?[place].entry = entry
    } else {
      entries[user, default: []].append((scope, entry))
    }
  }

  /// Notes that a call carried a write to a user.
  func await(_ user: UserNumber) { awaited.insert(user) }

  /// Whether a user may have a write that no response has shown yet.
  func isAwaited(_ user: UserNumber) -> Bool { awaited.contains(user) }

  /// Calls `each` with user, scope and entry of every observation, by user.
  func forEach(_ each: (UserNumber, ScopeNumber, EntryID) throws -> Void) rethrows {
    for user in entries.keys.sorted() {
      for observation in of(user).sorted(by: { $0.scope < $1.scope }) {
        try each(user, observation.scope, observation.entry)
      }
    }
  }
}
