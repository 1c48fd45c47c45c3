package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends that users of the two systems are one person.
  ///
  /// A known link is appended again only if an administrator confirms it; this ends every other
  /// link of the two users. A link that contradicts a known one is appended beside it: then both
  /// have a problem.
  ///
  /// - Parameters:
  ///   - pairs: The users.
  ///   - source: The source of the link.
  ///   - now: The time now.
  /// - Returns: What it added.
  /// - Throws: ``LedgerError``; nothing is appended then.
  @discardableResult
  package func link(
    _ pairs: [UserPair],
    source: LinkSource,
    now: Instant
  ) throws(LedgerError) -> LinkOutcome {
    try append(now: now) { appending in
      let known = try appending.linkedPairs()
      var seen: Set<UserPair> = []
      let new = pairs.filter { pair in
        // Only an administrator can name an erased person; the error below says so.
        guard source == .administrator || !appending.isErased(pair) else { return false }
        return seen.insert(pair).inserted && (source == .administrator || !known.contains(pair))
      }
      try appending.state(.linked, new, source: source, operation: operation)
      return LinkOutcome(linked: new.count, unchanged: seen.count - new.count)
    }
  }

  /// Appends that linked users are not one person.
  ///
  /// - Parameters:
  ///   - pairs: The users; pairs without a link are skipped.
  ///   - now: The time now.
  /// - Returns: How many links ended.
  /// - Throws: ``LedgerError``; nothing is appended then.
  @discardableResult
  package func unlink(_ pairs: [UserPair], now: Instant) throws(LedgerError) -> Int {
    try append(now: now) { appending in
      let known = try appending.linkedPairs()
      let ended = Set(pairs).intersection(known).sorted()
      try appending.state(.unlinked, ended, source: .administrator, operation: operation)
      return ended.count
    }
  }
}

extension AppendTransaction {
  /// Whether one of two users was erased.
  fileprivate func isErased(_ pair: UserPair) -> Bool {
    [UserKey(.dingtalk, pair.dingtalk), UserKey(.maycur, pair.maycur)].contains {
      state.suppressed.erasure(of: $0, lookup) != nil
    }
  }

  fileprivate func linkedPairs() throws -> Set<UserPair> {
    var pairs: Set<UserPair> = []
    try database.run(
      """
      SELECT d.key, m.key FROM projected_link l
      JOIN personal_user d ON d.id = l.dingtalk
      JOIN personal_user m ON m.id = l.maycur
      """
    ) { row in
      guard let dingtalk = row.text(0), let maycur = row.text(1) else { return }
      pairs.insert(UserPair(dingtalk: dingtalk, maycur: maycur))
    }
    return pairs
  }

  fileprivate mutating func state(
    _ kind: EntryKind,
    _ pairs: [UserPair],
    source: LinkSource,
    operation: OperationNumber
  ) throws {
    guard !pairs.isEmpty else { return }
    let users = try pairs.map { pair in
      (
        dingtalk: try user(UserKey(.dingtalk, pair.dingtalk)),
        maycur: try user(UserKey(.maycur, pair.maycur))
      )
    }
    try begin(Facts(operation: operation, entries: pairs.count))
    for (dingtalk, maycur) in users {
      let entry = try entry(kind, user: system == .dingtalk ? dingtalk : maycur)
      try database.run(
        "INSERT INTO link (entry, dingtalk, maycur, source) VALUES (?, ?, ?, ?)",
        [entry, dingtalk, maycur, source.rawValue]
      )
      if kind == .unlinked {
        try projector.unlinked(dingtalk: dingtalk, maycur: maycur)
      } else {
        try projector.linked(dingtalk: dingtalk, maycur: maycur, source: source, entry: entry)
      }
    }
  }
}
