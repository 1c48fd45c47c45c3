import LedgerStorage
package import GRDB
import Roster
import TransparencyLog

/// The facts of each kind of entry: those that concern no person go into the leaf, the others into
/// its private part.
extension LeafMaker {
  /// Writes the facts of an entry's kind; most have none.
  mutating func writeFacts(
    of line: Line,
    _ append: AppendFacts,
    in database: Database
  ) throws {
    facts.clear()
    switch EntryKind(code: line.kind) {
    case .opened: try writeOperation(append.operation, in: database)
    case .closed: try writeClosing(line, append, in: database)
    case .enumerated:
      let sql = "SELECT listed, missing, accepted FROM enumeration WHERE entry = ?"
      try writeRow(of: line, sql, in: database) { facts, row in
        for column: Int32 in 0...2 { facts.integer(row.integer(column)) }
      }
    case .cataloged: facts.hash(try catalog(line.entry, in: database))
    case .notReturned: try writeNotReturned(line, in: database)
    case .sent: try writeSending(line, in: database)
    case .accepted, .rejected, .uncertain:
      try writeMessage(
        of: line,
        "SELECT message, sent, code FROM outcome WHERE entry = ?",
        in: database
      ) { facts, row in
        facts.integer(row.integer(1))
        row.withBytes(2) { facts.text($0) }
      }
    case .skipped:
      try writeMessage(of: line, "SELECT reason FROM skipping WHERE entry = ?", in: database)
    case .dismissed:
      try writeMessage(of: line, "SELECT record FROM dismissal WHERE entry = ?", in: database)
    case .settled:
      try writeMessage(
        of: line,
        "SELECT how, verdict FROM settlement WHERE entry = ?",
        in: database
      ) { facts, row in row.withBytes(1) { facts.text($0) } }
    case .linked, .unlinked:
      try writeRow(of: line, "SELECT source FROM link WHERE entry = ?", in: database, Self.text)
    case .erased: try writeErasure(line, in: database)
    case .readmitted:
      let sql = "SELECT erasure FROM readmission WHERE entry = ?"
      try writeRow(of: line, sql, in: database, Self.number)
    case .suppressed:
      let sql = "SELECT users FROM suppression WHERE entry = ?"
      try writeRow(of: line, sql, in: database, Self.number)
    case .setAside:
      try writeRow(
        of: line,
        "SELECT part, people, field, problem FROM set_aside WHERE entry = ?",
        in: database
      ) { facts, row in
        row.withBytes(0) { facts.text($0) }
        facts.integer(row.integer(1))
        for column: Int32 in 2...3 { row.withBytes(column) { facts.text($0) } }
      }
    case .fetched, .imported, .joined, .left, .rejoined, .intended, .held, .released,
      .erasureRefused, nil:
      break
    }
  }

  /// Writes the number in the first column.
  private static func number(_ facts: inout ProofBytes, _ row: SQLRow) {
    facts.integer(row.integer(0))
  }

  /// Writes the text in the first column.
  private static func text(_ facts: inout ProofBytes, _ row: SQLRow) {
    row.withBytes(0) { facts.text($0) }
  }

  mutating func writeRow(
    of line: Line,
    _ sql: String,
    in database: Database,
    _ write: (inout ProofBytes, SQLRow) -> Void
  ) throws {
    let statement = try SQLStatement(database, sql)
    statement.bind(1, line.entry)
    var isThere = false
    try statement.forEachRow { row in
      isThere = true
      write(&facts, row)
    }
    guard isThere else { throw ProofGap.facts(entry: line.entry) }
  }

  /// Writes the commitment of the text whose number is in the first column, then what `write` adds.
  private mutating func writeMessage(
    of line: Line,
    _ sql: String,
    in database: Database,
    _ write: (inout ProofBytes, SQLRow) -> Void = { _, _ in }
  ) throws {
    var text: Int64?
    try writeRow(of: line, sql, in: database) { facts, row in
      text = row.optionalInteger(0)
      write(&facts, row)
    }
    facts.optional(try commitments.text(text, in: database))
  }

  private mutating func writeOperation(_ number: Int64, in database: Database) throws {
    let statement = try SQLStatement(
      database,
      """
      SELECT kind, system, program, parent, actor, claimed_actor, reason, ticket, parameters
      FROM operation WHERE id = ?
      """
    )
    statement.bind(1, number)
    let texts: [Int64?]? = try statement.first { row in
      for column: Int32 in 0...2 { row.withBytes(column) { facts.text($0) } }
      facts.optional(row.optionalInteger(3))
      return (Int32(4)...8).map { row.optionalInteger($0) }
    }
    guard let texts else { throw ProofGap.operation(number) }
    for text in texts { facts.optional(try commitments.text(text, in: database)) }
  }

  private mutating func writeClosing(
    _ line: Line,
    _ append: AppendFacts,
    in database: Database
  ) throws {
    try writeRow(
      of: line,
      "SELECT operation, status FROM closing WHERE entry = ?",
      in: database
    ) { facts, row in
      facts.integer(row.integer(0))
      row.withBytes(1) { facts.text($0) }
    }
    facts.hash(try amendments(to: append.operation, in: database))
    let statement = try SQLStatement(
      database,
      "SELECT file, digest, captured_at FROM import WHERE operation = ?"
    )
    statement.bind(1, append.operation)
    var file: Int64?
    var record = ProofBytes()
    try statement.forEachRow { row in
      file = row.integer(0)
      row.withBytes(1) { record.lengthed($0 ?? .empty) }
      record.integer(row.integer(2))
    }
    guard let file else { return facts.byte(0) }
    facts.byte(1)
    facts.lengthed(record)
    facts.optional(try commitments.text(file, in: database))
  }

  /// What was added to an operation without an entry: the limits that it exceeded, the behaviours
  /// that a probe found.
  private func amendments(to operation: Int64, in database: Database) throws -> MerkleHash {
    var bytes = ProofBytes()
    bytes.byte(UInt8(ascii: "A"))
    let limits = try SQLStatement(
      database,
      """
      SELECT CAST(name AS BLOB) AS bytes, entry, configured, used FROM limit_override
      WHERE operation = ? ORDER BY bytes
      """
    )
    limits.bind(1, operation)
    try limits.forEachRow { row in
      bytes.byte(1)
      row.withBytes(0) { bytes.text($0) }
      for column: Int32 in 1...3 { bytes.integer(row.integer(column)) }
    }
    let behaviours = try SQLStatement(
      database,
      "SELECT id, system, name, answer FROM behaviour WHERE operation = ? ORDER BY id"
    )
    behaviours.bind(1, operation)
    try behaviours.forEachRow { row in
      bytes.byte(2)
      bytes.integer(row.integer(0))
      for column: Int32 in 1...3 { row.withBytes(column) { bytes.text($0) } }
    }
    return bytes.digest
  }

  /// The descriptions of fields in an entry, with their options.
  private func catalog(_ entry: Int64, in database: Database) throws -> MerkleHash {
    var bytes = ProofBytes()
    bytes.byte(UInt8(ascii: "D"))
    let descriptions = try SQLStatement(
      database,
      """
      SELECT d.id, f.system, f.code, d.write_code, d.name, d.group_code, d.group_name, d.type,
        d.removed, d.position, d.is_detail, d.is_derived, d.has_options
      FROM description d LEFT JOIN field f ON f.id = d.field WHERE d.entry = ? ORDER BY d.id
      """
    )
    descriptions.bind(1, entry)
    try descriptions.forEachRow { row in
      bytes.byte(1)
      bytes.integer(row.integer(0))
      for column: Int32 in 1...7 { row.withBytes(column) { bytes.text($0) } }
      for column: Int32 in 8...12 { bytes.integer(row.integer(column)) }
      let options = try SQLStatement(
        database,
        "SELECT position, value, label FROM option WHERE description = ? ORDER BY position"
      )
      options.bind(1, row.integer(0))
      try options.forEachRow { option in
        bytes.byte(2)
        bytes.integer(option.integer(0))
        for column: Int32 in 1...2 { option.withBytes(column) { bytes.text($0) } }
      }
    }
    return bytes.digest
  }

  /// Writes the facts of a user who was not returned; there is a row only if the system gave a
  /// reason.
  private mutating func writeNotReturned(_ line: Line, in database: Database) throws {
    let statement = try SQLStatement(
      database,
      "SELECT message, code FROM not_returned WHERE entry = ?"
    )
    statement.bind(1, line.entry)
    var message: Int64?
    var isThere = false
    try statement.forEachRow { row in
      isThere = true
      message = row.optionalInteger(0)
      facts.byte(1)
      row.withBytes(1) { facts.text($0) }
    }
    guard isThere else { return facts.byte(0) }
    facts.optional(try commitments.text(message, in: database))
  }

  private mutating func writeSending(_ line: Line, in database: Database) throws {
    let statement = try SQLStatement(
      database,
      "SELECT intended FROM sending WHERE entry = ? ORDER BY intended"
    )
    statement.bind(1, line.entry)
    var bytes = ProofBytes()
    bytes.byte(UInt8(ascii: "R"))
    var rows = 0
    try statement.forEachRow { row in
      rows += 1
      bytes.integer(row.integer(0))
    }
    facts.count(rows)
    facts.hash(bytes.digest)
  }

  /// Writes the entry's facts about the person into the private part.
  mutating func writeDetails(of line: Line, in database: Database) throws {
    switch EntryKind(code: line.kind) {
    case .intended: try writeIntended(line, in: database)
    case .accepted, .rejected, .uncertain:
      try writeReference(of: line, "SELECT intended FROM outcome WHERE entry = ?", in: database)
    case .skipped:
      try writeReference(of: line, "SELECT intended FROM skipping WHERE entry = ?", in: database)
    case .settled:
      try writeReference(of: line, "SELECT intended FROM settlement WHERE entry = ?", in: database)
    case .linked, .unlinked: try writeLink(line, in: database)
    default: break
    }
  }

  private mutating func writeReference(
    of line: Line,
    _ sql: String,
    in database: Database
  ) throws {
    let statement = try SQLStatement(database, sql)
    statement.bind(1, line.entry)
    try statement.forEachRow { person.integer($0.integer(0)) }
  }

  /// The number of the first event of an intended entry, and the number of its events.
  package static func writes(
    of entry: Int64,
    in database: Database
  ) throws -> (first: Int64, count: Int64) {
    let statement = try SQLStatement(
      database,
      "SELECT first_event, events FROM intended WHERE entry = ?"
    )
    statement.bind(1, entry)
    guard let range = try statement.first({ ($0.integer(0), $0.integer(1)) }) else {
      throw ProofGap.facts(entry: entry)
    }
    return range
  }

  private mutating func writeIntended(_ line: Line, in database: Database) throws {
    let (first, count) = try Self.writes(of: line.entry, in: database)
    person.integer(first)
    person.integer(count)
    let writes = try SQLStatement(
      database,
      """
      SELECT event, base, action, is_implied, reversibility FROM write
      WHERE event BETWEEN ?1 AND ?1 + ?2 - 1 ORDER BY event
      """
    )
    writes.bind(1, first)
    writes.bind(2, count)
    try writes.forEachRow { row in
      person.integer(row.integer(0))
      person.optional(row.optionalInteger(1))
      for column: Int32 in 2...4 { person.integer(row.integer(column)) }
    }
  }

  private mutating func writeLink(_ line: Line, in database: Database) throws {
    let statement = try SQLStatement(
      database,
      "SELECT dingtalk, maycur FROM link WHERE entry = ?"
    )
    statement.bind(1, line.entry)
    guard let (dingtalk, maycur) = try statement.first({ ($0.integer(0), $0.integer(1)) }) else {
      throw ProofGap.facts(entry: line.entry)
    }
    for user in [dingtalk, maycur] {
      let who = try commitments.person(user, in: database)
      who.surrogate.withUnsafeBytes { person.lengthed($0) }
      person.hash(who.key)
    }
  }
}
