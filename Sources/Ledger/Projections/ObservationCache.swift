/// What a rebuild keeps of the last observations until its end: a row for each user and scope
/// instead of one for each entry.
final class ObservationCache {
  private var entries: [Int64: [(scope: Int64, entry: Int64)]] = [:]
  /// The users to whom something was written that nobody has seen since.
  private var awaited: Set<Int64> = []

  /// The last entry that answered for a user, by scope.
  func of(_ user: Int64) -> [(scope: Int64, entry: Int64)] { entries[user] ?? [] }

  /// An entry answered for a user in a scope.
  func observation(user: Int64, scope: Int64, entry: Int64) {
    let place = entries[user, default: []].firstIndex { $0.scope == scope }
    if let place {
      entries[user]?[place].entry = entry
    } else {
      entries[user, default: []].append((scope, entry))
    }
  }

  /// A call has carried something to a user.
  func await(_ user: Int64) { awaited.insert(user) }

  /// Whether anything that was written to a user may be unseen.
  func isAwaited(_ user: Int64) -> Bool { awaited.contains(user) }

  /// Gives every observation, by user.
  func forEach(_ each: (Int64, Int64, Int64) throws -> Void) rethrows {
    for user in entries.keys.sorted() {
      for observation in of(user).sorted(by: { $0.scope < $1.scope }) {
        try each(user, observation.scope, observation.entry)
      }
    }
  }
}
