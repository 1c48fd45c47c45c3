import LedgerStorage
package import GRDB
package import LeafFormat
package import Roster
package import TransparencyLog

/// Makes the leaf of an entry from the rows of the log (docs/format.md, "The leaf").
///
/// The append and the verification both use this type. The verification gives it the rows from the
/// file, and so does the append, except for the values that it stores: it commits to the bytes that
/// it binds to their rows. So what is signed is what is stored.
///
/// Example: entry 483 is the fetch of one user's 70 cells. Its leaf has the entry's number, kind
/// and append, the scope, and the hash of a private part. The private part has the user's surrogate
/// and the root over the 70 commitments, even if only one cell changed and took a row.
package struct LeafMaker {
  /// An entry, as the numbers in its row.
  package struct Line {
    package let entry: EntryID
    package let append: Int64
    /// The code of the kind; an unknown kind has no facts of its own.
    package let kind: Int64
    package let user: UserNumber?
    package let returned: Int64
    /// The same user's last entry before this one; 0 if there is none.
    package let previous: EntryID

    package init(
      entry: EntryID,
      append: Int64,
      kind: Int64,
      user: UserNumber?,
      returned: Int64,
      previous: EntryID
    ) {
      self.entry = entry
      self.append = append
      self.kind = kind
      self.user = user
      self.returned = returned
      self.previous = previous
    }
  }

  /// What an entry with values states.
  package struct Stated {
    /// The root of its values tree.
    package var values: MerkleHash?
    package var events: [PersonRecord.StoredEvent] = []
    /// The rows of `personal_union` that it added.
    package var unions: [Int64] = []

    package init(
      values: MerkleHash? = nil,
      events: [PersonRecord.StoredEvent] = [],
      unions: [Int64] = []
    ) {
      self.values = values
      self.events = events
      self.unions = unions
    }
  }

  /// What the leaves of an append's entries share.
  package struct AppendFacts {
    let record: LeafRecord.Append
    package let operation: OperationNumber
    let firstEntry: EntryID
    package let scope: ScopeNumber?
    let scopeHash: MerkleHash?
  }

  /// How many appends are cached.
  ///
  /// One user's entries are in many appends, and the next user's in the same ones.
  private static let keptAppends = 16_384

  package let key: ProofKey
  package var commitments = Commitments()
  private var person = RecordWriter()
  private var leaf = RecordWriter()
  private var appends: [Int64: AppendFacts] = [:]
  private var scopes: [ScopeNumber: ScopeFacts] = [:]
  /// Many accesses show the same people.
  var peopleSets: [Int64: PeopleTree] = [:]
  /// The user of the last leaf: recomputed leaves come user by user.
  private var lastUser: (number: UserNumber, surrogate: [UInt8])?

  package init(_ key: ProofKey) { self.key = key }

  /// The hash of an entry's leaf.
  package mutating func hash(
    of line: Line,
    _ stated: Stated,
    in database: Database
  ) throws -> MerkleHash {
    try write(line, stated, in: database)
    return leaf.leafHash
  }

  /// The bytes of an entry's leaf, and the private part to which it commits, if it concerns a user.
  package mutating func parts(
    of line: Line,
    _ stated: Stated,
    in database: Database
  ) throws -> (leaf: [UInt8], person: [UInt8]?) {
    try write(line, stated, in: database)
    return (leaf.bytes, line.user == nil ? nil : person.bytes)
  }

  private mutating func write(_ line: Line, _ stated: Stated, in database: Database) throws {
    let append = try append(line.append, in: database)
    let facts = try facts(of: line, append, in: database)
    let isFirst = line.entry == append.firstEntry
    let record = LeafRecord(
      append: append.record,
      entry: line.entry.rawValue,
      kind: line.kind,
      ledger: line.entry == 1 ? try identity(in: database) : nil,
      company: isFirst ? try company(line.append, in: database) : nil,
      facts: facts,
      person: try line.user.map { try writePerson($0, line, stated, append, in: database) }
    )
    leaf.clear()
    record.write(to: &leaf)
  }

  /// Writes the private part; the hash of it is what the leaf has.
  private mutating func writePerson(
    _ user: UserNumber,
    _ line: Line,
    _ stated: Stated,
    _ append: AppendFacts,
    in database: Database
  ) throws -> MerkleHash {
    // Only a user's first leaf has the key.
    let who = line.previous == 0 ? try commitments.person(user, in: database) : nil
    let surrogate = try who?.surrogate ?? surrogate(of: user, in: database)
    lastUser = (user, surrogate)
    let record = PersonRecord(
      nonce: key.nonce(of: line.entry),
      surrogate: surrogate,
      previous: line.previous.rawValue,
      user: who?.key,
      scope: stated.values == nil ? nil : append.scopeHash,
      values: stated.values,
      returned: line.returned,
      events: stated.events,
      unions: try stated.unions.map { union in
        PersonRecord.Union(
          number: union,
          commitment: try commitments.union(union, in: database)
        )
      },
      details: try details(of: line, in: database)
    )
    person.clear()
    record.write(to: &person, kind: line.kind)
    return person.digest
  }

  private func surrogate(of user: UserNumber, in database: Database) throws -> [UInt8] {
    if let lastUser, lastUser.number == user { return lastUser.surrogate }
    return try Commitments.surrogate(of: user, in: database)
  }

  /// What the entries of an append share.
  package mutating func append(_ number: Int64, in database: Database) throws -> AppendFacts {
    if let known = appends[number] { return known }
    typealias Facts = ([RecordValue], OperationNumber, EntryID, ScopeNumber?)
    let read: Facts? = try database.first(
      """
      SELECT o.system, a.id, a.operation, a.first_entry, a.entries, a.recorded_at, a.clock_at,
        a.asked_at, a.received_at, a.request_id, a.asked, a.scope, a.returned, a.changed, a.gone
      FROM append a JOIN operation o ON o.id = a.operation WHERE a.id = ?
      """,
      [number]
    ) { row in
      let values = try LeafRecord.Append.fields.enumerated().map { column, field in
        guard case .optionalHash = field else { return try value(field, row, column, in: database) }
        let scope: ScopeNumber? = row.optionalInteger(Int32(column))
        return RecordValue(try scope.map { try self.scope($0, in: database).hash })
      }
      return (values, row.integer(2), row.integer(3), row.optionalInteger(11))
    }
    guard let (values, operation, firstEntry, scope) = read else { throw ProofGap.append(number) }
    let facts = AppendFacts(
      record: LeafRecord.Append(values),
      operation: operation,
      firstEntry: firstEntry,
      scope: scope,
      scopeHash: try scope.map { try self.scope($0, in: database).hash }
    )
    if appends.count >= Self.keptAppends { appends.removeAll(keepingCapacity: true) }
    appends[number] = facts
    return facts
  }

  /// Clears what is valid for one transaction only.
  package mutating func forgetAppends() { appends.removeAll(keepingCapacity: true) }

  /// A scope's hash and the order of its fields.
  package mutating func scope(_ number: ScopeNumber, in database: Database) throws -> ScopeFacts {
    if let known = scopes[number] { return known }
    let read = try ScopeFacts(number, in: database)
    scopes[number] = read
    return read
  }

  /// What the first leaf states about the ledger itself.
  private func identity(in database: Database) throws -> MerkleHash? {
    var bytes = RecordWriter("B")
    bytes.hash(key.commitment)
    try database.run("SELECT identifier, lookup_key, created_at FROM ledger WHERE id = 1") { row in
      bytes.lengthed(row.array(0))
      bytes.lengthed(row.array(1))
      bytes.integer(row.integer(2))
    }
    return bytes.digest
  }

  /// The companies that an append recorded, if it did.
  private func company(_ append: Int64, in database: Database) throws -> MerkleHash? {
    var bytes = RecordWriter("C")
    var isPinned = false
    try database.run(
      "SELECT system, key FROM company WHERE append = ? ORDER BY system",
      [append]
    ) { row in
      isPinned = true
      row.withBytes(0) { bytes.text($0) }
      row.withBytes(1) { bytes.text($0) }
    }
    return isPinned ? bytes.digest : nil
  }
}
