import LedgerProof
import LedgerStorage
import GRDB
import Roster
import TransparencyLog

extension AppendTransaction {
  /// The contents of an erased entry.
  struct Erasure {
    /// The user's number; nil if this copy of the ledger has never recorded the user.
    let user: UserNumber?
    /// The keyed hash of the user's key.
    let lookup: [UInt8]
    /// The number of the scope whose values are erased; nil if the whole user is.
    let scope: ScopeNumber?
    let identifier: [UInt8]
  }

  /// Appends an erased entry and deletes the rows, in one transaction.
  mutating func erase(
    _ erasure: Erasure,
    _ found: PersonalData,
    operation: OperationNumber
  ) throws -> EntryID {
    try begin(Facts(operation: operation, entries: 1))
    let entry = try entry(.erased, user: erasure.user)
    try database.run(
      "INSERT INTO erasure (entry, identifier, scope, lookup) VALUES (?, ?, ?, ?)",
      [entry, erasure.identifier, erasure.scope, erasure.lookup]
    )
    try keepCommitments(found, erasure, entry: entry)
    try delete("personal_value", found.values)
    try delete("personal_text", found.texts.sorted())
    try projector.forgetErasedRequests()
    try delete("personal_union", found.unions)
    if erasure.scope == nil {
      if let user = erasure.user {
        try delete("personal_user", [user])
        try projector.erased(user)
      }
      state.suppressed.add(erasure.lookup, erasure: entry)
    }
    hasErased = true
    try database.run("INSERT INTO pending_scrub (erasure) VALUES (?)", [entry])
    return entry
  }

  private mutating func keepCommitments(
    _ found: PersonalData,
    _ erasure: Erasure,
    entry: EntryID
  ) throws {
    for event in found.values {
      try keep(try commitment(ofEvent: event), of: event, in: "erased_value", entry)
    }
    try keepCommitments(ofTexts: found.texts, entry: entry)
    for union in found.unions {
      let hash = try state.maker.commitments.union(union, in: database)
      try database.run(
        """
        INSERT INTO erased_union (id, erasure, entry, commitment)
        SELECT id, ?, entry, ? FROM personal_union WHERE id = ?
        """,
        [entry, hash, union]
      )
    }
    guard erasure.scope == nil, let user = erasure.user else { return }
    let person = try state.maker.commitments.person(user, in: database)
    try database.run(
      "INSERT INTO erased_user (id, erasure, surrogate, commitment) VALUES (?, ?, ?, ?)",
      [user, entry, person.surrogate, person.key]
    )
  }

  private mutating func keepCommitments(ofTexts texts: Set<Int64>, entry: EntryID) throws {
    for text in texts.sorted() {
      guard let hash = try state.maker.commitments.text(text, in: database) else { continue }
      try keep(hash, of: text, in: "erased_text", entry)
    }
  }

  /// Appends a forgotten entry and deletes texts of accesses, in one transaction.
  ///
  /// - Parameters:
  ///   - texts: Rows of `personal_text`.
  ///   - time: The accesses are from before it.
  ///   - operation: The operation.
  /// - Returns: The number of the entry.
  /// - Throws: `ProofGap`, or the database's errors.
  mutating func forget(
    _ texts: Set<Int64>,
    before time: Instant,
    operation: OperationNumber
  ) throws -> EntryID {
    try begin(Facts(operation: operation, entries: 1))
    let entry = try entry(.forgotten)
    try database.run(
      "INSERT INTO forgetting (entry, before) VALUES (?, ?)",
      [entry, time.milliseconds]
    )
    try keepCommitments(ofTexts: texts, entry: entry)
    try delete("personal_text", texts.sorted())
    hasErased = true
    try database.run("INSERT INTO pending_scrub (erasure) VALUES (?)", [entry])
    return entry
  }

  private mutating func commitment(ofEvent event: EventID) throws -> MerkleHash {
    let reported = try state.maker.reported(from: event, to: event, in: database)
    guard let leaf = reported.leaves.first else { throw ProofGap.event(event) }
    return leaf.commitment
  }

  private func keep(
    _ hash: MerkleHash,
    of row: some SQLBindable,
    in table: String,
    _ entry: EntryID
  ) throws {
    try database.run(
      "INSERT INTO \(table) (id, erasure, commitment) VALUES (?, ?, ?)",
      [row, entry, hash]
    )
  }

  private func delete(_ table: String, _ rows: [some SQLBindable]) throws {
    let statement = try SQLStatement(database, "DELETE FROM \(table) WHERE id = ?")
    for row in rows {
      row.bind(to: statement, at: 1)
      try statement.run()
    }
  }

  /// Appends an entry about a user that has no facts of its own.
  mutating func remark(
    _ kind: EntryKind,
    on user: UserNumber,
    operation: OperationNumber
  ) throws -> EntryID {
    try begin(Facts(operation: operation, entries: 1))
    return try entry(kind, user: user)
  }

  /// Appends that an erased user may be recorded again; this lifts all erasures of the user.
  mutating func readmit(_ lookup: [UInt8], operation: OperationNumber) throws -> [EntryID] {
    let erasures: [(entry: EntryID, user: UserNumber?)] = try database.rows(
      """
      SELECT e.entry, n.user FROM erasure e JOIN entry n ON n.id = e.entry
      WHERE e.lookup = ? AND e.scope IS NULL
        AND e.entry NOT IN (SELECT erasure FROM readmission) ORDER BY e.entry
      """,
      [lookup]
    ) { ($0.integer(0), $0.optionalInteger(1)) }
    guard !erasures.isEmpty else { return [] }
    try begin(Facts(operation: operation, entries: erasures.count))
    for erasure in erasures {
      let entry = try entry(.readmitted, user: erasure.user)
      try database.run(
        "INSERT INTO readmission (entry, erasure) VALUES (?, ?)",
        [entry, erasure.entry]
      )
    }
    state.suppressed.remove(lookup)
    return erasures.map(\.entry)
  }

  /// Whether nothing may be recorded about a user, because they were erased.
  func isSuppressed(_ user: Verbatim) -> Bool {
    state.suppressed.erasure(of: UserKey(system, user), lookup) != nil
  }

  /// Appends how many erased users a response contained, within an append that has counted the
  /// entry.
  package mutating func suppressed(_ users: Int) throws {
    guard users > 0 else { return }
    let entry = try entry(.suppressed)
    try database.run("INSERT INTO suppression (entry, users) VALUES (?, ?)", [entry, users])
  }
}
