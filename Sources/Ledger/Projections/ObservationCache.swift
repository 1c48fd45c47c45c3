/// The last observations, kept in memory until a rebuild ends: one row for each user and scope
/// instead of one for each entry.
final class ObservationCache {
  private var entries: [Int64: [(scope: Int64, entry: Int64)]] = [:]
  /// The numbers of the users with a write that no response has shown yet.
  private var awaited: Set<Int64> = []

  /// The last entry with a response about a user, by scope.
  func of(_ user: Int64) -> [(scope: Int64, entry: Int64)] { entries[user] ?? [] }

  /// Notes that an entry has a response about a user in a scope.
  func observation(user: Int64, scope: Int64, entry: Int64) {
    let place = entries[user, default: []].firstIndex { $0.scope == scope }
    if let place {
      entries[user]?[place].entry = entry
    } else {
      entries[user, default: []].append((scope, entry))
    }
  }

  /// Notes that a call carried a write to a user.
  func await(_ user: Int64) { awaited.insert(user) }

  /// Whether a user may have a write that no response has shown yet.
  func isAwaited(_ user: Int64) -> Bool { awaited.contains(user) }

  /// Calls `each` with user, scope and entry of every observation, by user.
  func forEach(_ each: (Int64, Int64, Int64) throws -> Void) rethrows {
    for user in entries.keys.sorted() {
      for observation in of(user).sorted(by: { $0.scope < $1.scope }) {
        try each(user, observation.scope, observation.entry)
      }
    }
  }
}
