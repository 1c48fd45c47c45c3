package import LedgerStorage
import GRDB
package import Roster

extension LedgerWriter {
  /// Appends a system's user list: who joined it, who rejoined it and, if the list is accepted, who
  /// left it.
  ///
  /// An empty list is never accepted, nor one that is too short.
  ///
  /// - Parameters:
  ///   - list: The whole list.
  ///   - limit: How much shorter than the last one an accepted list may be.
  ///   - now: The time now.
  /// - Returns: What it added.
  /// - Throws: ``LedgerError``.
  package func append(
    _ list: Enumeration,
    limit: ShrinkLimit,
    now: Instant
  ) throws(LedgerError) -> EnumerationOutcome {
    try append(now: now) { try $0.enumerated(list, limit: limit, operation: operation) }
  }
}

extension AppendTransaction {
  fileprivate mutating func enumerated(
    _ list: Enumeration,
    limit: ShrinkLimit,
    operation: OperationNumber
  ) throws -> EnumerationOutcome {
    let members = try membership()
    let leftOut = Set(list.users.filter { isSuppressed($0) })
    let listed = try list.users.filter { !leftOut.contains($0) }.map { try user($0) }
    let joined = listed.filter { members[$0] == nil }
    let rejoined = listed.filter { members[$0] == true }
    let present = Set(listed)
    let active = members.filter { !$0.value }
    let missing = active.keys.filter { !present.contains($0) }.sorted()
    let accepted =
      !list.users.isEmpty && limit.allows(leaving: missing.count, of: active.count)
    let left = accepted ? missing : []
    let facts = Facts(
      operation: operation,
      entries: 1 + joined.count + rejoined.count + left.count + (leftOut.isEmpty ? 0 : 1),
      askedAt: list.askedAt,
      receivedAt: list.receivedAt,
      requestID: list.requestID
    )
    try begin(facts)
    let listEntry = try entry(.enumerated)
    try database.run(
      "INSERT INTO enumeration (entry, listed, missing, accepted) VALUES (?, ?, ?, ?)",
      [listEntry, listed.count, missing.count, accepted]
    )
    for (kind, users) in [(EntryKind.joined, joined), (.rejoined, rejoined), (.left, left)] {
      for user in users {
        let entry = try entry(kind, user: user)
        try projector.member(user, hasLeft: kind == .left, entry: entry)
      }
    }
    try suppressed(leftOut.count)
    try append(list.setAside, of: facts)
    return EnumerationOutcome(
      listed: listed.count,
      joined: joined.count,
      rejoined: rejoined.count,
      left: left.count,
      missing: missing.count,
      accepted: accepted,
      leavers: try keys(of: left),
      leftOut: leftOut
    )
  }

  /// The keys of users, without erased ones.
  private func keys(of users: [UserNumber]) throws -> [Verbatim] {
    let statement = try SQLStatement(database, "SELECT key FROM personal_user WHERE id = ?")
    return try users.compactMap { user in
      statement.bind(1, user)
      return try statement.first { $0.text(0) } ?? nil
    }
  }

  /// Every user who was ever on the system's user list, and whether they have left it.
  private func membership() throws -> [UserNumber: Bool] {
    var members: [UserNumber: Bool] = [:]
    try database.run(
      """
      SELECT m.user, m.has_left FROM projected_membership m JOIN user u ON u.id = m.user
      WHERE u.system = ?
      """,
      [system.rawValue]
    ) { members[$0.integer(0)] = $0.integer(1) == 1 }
    return members
  }
}
