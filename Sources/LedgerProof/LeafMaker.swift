import LedgerStorage
import Crypto
package import GRDB
import Roster
package import TransparencyLog

/// Makes the leaf of an entry from the rows of the log (docs/format.md, "The leaf").
///
/// The append and the verification both use this type, and both give it the rows from the file:
/// what is signed is what is stored.
///
/// Example: entry 483 is the fetch of one user's 70 cells. Its leaf has the entry's number, kind
/// and append, the scope, and the hash of a private part. The private part has the user's surrogate
/// and the root over the 70 commitments, even if only one cell changed and took a row.
package struct LeafMaker {
  /// An entry, as the numbers in its row.
  package struct Line {
    package let entry: Int64
    package let append: Int64
    /// The code of the kind; an unknown kind has no facts of its own.
    package let kind: Int64
    package let user: Int64?
    package let returned: Int64
    /// The same user's last entry before this one; 0 if there is none.
    package let previous: Int64

    package init(
      entry: Int64,
      append: Int64,
      kind: Int64,
      user: Int64?,
      returned: Int64,
      previous: Int64
    ) {
      self.entry = entry
      self.append = append
      self.kind = kind
      self.user = user
      self.returned = returned
      self.previous = previous
    }
  }

  /// An event that has a row of its own.
  package struct StoredEvent {
    package let number: Int64
    package let ordinal: Int64
    package let isChanged: Bool
  }

  /// What an entry with values states.
  package struct Stated {
    /// The root of its values tree.
    package var values: MerkleHash?
    package var events: [StoredEvent] = []
    /// The rows of `personal_union` that it added.
    package var unions: [Int64] = []

    package init(values: MerkleHash? = nil, events: [StoredEvent] = [], unions: [Int64] = []) {
      self.values = values
      self.events = events
      self.unions = unions
    }
  }

  /// What the leaves of an append's entries share.
  package struct AppendFacts {
    package let prefix: [UInt8]
    package let operation: Int64
    let firstEntry: Int64
    package let scope: Int64?
    let scopeHash: MerkleHash?
  }

  /// How many appends are cached.
  ///
  /// One user's entries are in many appends, and the next user's in the same ones.
  private static let keptAppends = 16_384

  package let key: ProofKey
  package var commitments = Commitments()
  package var facts = ProofBytes()
  package var person = ProofBytes()
  private var leaf = ProofBytes()
  private var appends: [Int64: AppendFacts] = [:]
  private var scopes: [Int64: ScopeFacts] = [:]
  /// The user of the last leaf: recomputed leaves come user by user.
  private var lastUser: (number: Int64, surrogate: [UInt8])?

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
    try writeFacts(of: line, append, in: database)
    leaf.start(with: append.prefix)
    leaf.integer(line.entry)
    leaf.integer(line.kind)
    leaf.optional(line.entry == 1 ? try identity(in: database) : nil)
    leaf.optional(line.entry == append.firstEntry ? try company(line.append, in: database) : nil)
    leaf.lengthed(facts)
    guard let user = line.user else { return leaf.byte(0) }
    try writePerson(user, line, stated, append, in: database)
    leaf.byte(1)
    leaf.hash(person.digest)
  }

  private mutating func writePerson(
    _ user: Int64,
    _ line: Line,
    _ stated: Stated,
    _ append: AppendFacts,
    in database: Database
  ) throws {
    // Only a user's first leaf has the key.
    let who = line.previous == 0 ? try commitments.person(user, in: database) : nil
    let surrogate = try who?.surrogate ?? surrogate(of: user, in: database)
    lastUser = (user, surrogate)
    person.clear()
    person.byte(UInt8(ascii: "P"))
    key.nonce(of: line.entry).withUnsafeBytes { person.raw($0) }
    surrogate.withUnsafeBytes { person.lengthed($0) }
    person.integer(line.previous)
    person.optional(who?.key)
    person.optional(stated.values == nil ? nil : append.scopeHash)
    person.optional(stated.values)
    person.integer(line.returned)
    person.count(stated.events.count)
    for event in stated.events {
      person.integer(event.number)
      person.integer(event.ordinal)
      person.flag(event.isChanged)
    }
    person.count(stated.unions.count)
    for union in stated.unions {
      person.integer(union)
      person.hash(try commitments.union(union, in: database))
    }
    try writeDetails(of: line, in: database)
  }

  private func surrogate(of user: Int64, in database: Database) throws -> [UInt8] {
    if let lastUser, lastUser.number == user { return lastUser.surrogate }
    return try Commitments.surrogate(of: user, in: database)
  }

  /// What the entries of an append share.
  package mutating func append(_ number: Int64, in database: Database) throws -> AppendFacts {
    if let known = appends[number] { return known }
    let statement = try SQLStatement(
      database,
      """
      SELECT o.system, a.operation, a.first_entry, a.entries, a.recorded_at, a.clock_at, a.asked_at,
        a.received_at, a.request_id, a.asked, a.scope, a.returned, a.changed, a.gone
      FROM append a JOIN operation o ON o.id = a.operation WHERE a.id = ?
      """
    )
    statement.bind(1, number)
    var bytes = ProofBytes()
    var rest = ProofBytes()
    bytes.byte(1)
    let read = try statement.first { row in
      row.withBytes(0) { bytes.text($0) }
      bytes.integer(number)
      for column: Int32 in 1...4 { bytes.integer(row.integer(column)) }
      for column: Int32 in 5...7 { bytes.optional(row.optionalInteger(column)) }
      row.withBytes(8) { bytes.text($0) }
      for column: Int32 in 11...13 { rest.integer(row.integer(column)) }
      return (
        operation: row.integer(1), first: row.integer(2), asked: row.optionalInteger(9),
        scope: row.optionalInteger(10)
      )
    }
    guard let read else { throw ProofGap.append(number) }
    bytes.optional(try read.asked.map { try scope($0, in: database).hash })
    let scopeHash = try read.scope.map { try scope($0, in: database).hash }
    bytes.optional(scopeHash)
    rest.bytes.withUnsafeBytes { bytes.raw($0) }
    let facts = AppendFacts(
      prefix: bytes.bytes,
      operation: read.operation,
      firstEntry: read.first,
      scope: read.scope,
      scopeHash: scopeHash
    )
    if appends.count >= Self.keptAppends { appends.removeAll(keepingCapacity: true) }
    appends[number] = facts
    return facts
  }

  /// Clears what is valid for one transaction only.
  package mutating func forgetAppends() { appends.removeAll(keepingCapacity: true) }

  /// A scope's hash and the order of its fields.
  package mutating func scope(_ number: Int64, in database: Database) throws -> ScopeFacts {
    if let known = scopes[number] { return known }
    let read = try ScopeFacts(number, in: database)
    scopes[number] = read
    return read
  }

  /// What the first leaf states about the ledger itself.
  private mutating func identity(in database: Database) throws -> MerkleHash? {
    let statement = try SQLStatement(
      database,
      "SELECT identifier, lookup_key, created_at FROM ledger WHERE id = 1"
    )
    var bytes = ProofBytes()
    bytes.byte(UInt8(ascii: "B"))
    bytes.hash(key.commitment)
    try statement.forEachRow { row in
      row.withBytes(0) { bytes.lengthed($0 ?? .empty) }
      row.withBytes(1) { bytes.lengthed($0 ?? .empty) }
      bytes.integer(row.integer(2))
    }
    return bytes.digest
  }

  /// The companies that an append recorded, if it did.
  private func company(_ append: Int64, in database: Database) throws -> MerkleHash? {
    let statement = try SQLStatement(
      database,
      "SELECT system, key FROM company WHERE append = ? ORDER BY system"
    )
    statement.bind(1, append)
    var bytes = ProofBytes()
    bytes.byte(UInt8(ascii: "C"))
    var isPinned = false
    try statement.forEachRow { row in
      isPinned = true
      row.withBytes(0) { bytes.text($0) }
      row.withBytes(1) { bytes.text($0) }
    }
    return isPinned ? bytes.digest : nil
  }
}
