import LedgerStorage
package import GRDB
import LeafFormat
package import Roster
import TransparencyLog

/// The facts of each kind of entry: those that concern no person go into the leaf, the others into
/// its private part.
extension LeafMaker {
  /// The facts of an entry, by the fields of its kind; most have none.
  mutating func facts(
    of line: Line,
    _ append: AppendFacts,
    in database: Database
  ) throws -> [RecordValue] {
    guard let kind = EntryKind(code: line.kind), !kind.facts.isEmpty else { return [] }
    switch kind {
    case .cataloged: return [.hash(try catalog(line.entry, in: database))]
    case .closed: return try closing(line, append, in: database)
    case .erased: return try erasure(line, in: database)
    case .forgotten:
      let tree = try ErasureTree(ofEntry: line.entry, in: database)
      let before = try values([.integer("before")], kind.factsRow, line.entry, in: database)
      guard let before else { throw ProofGap.facts(entry: line.entry) }
      return [.integer(Int64(tree.items.count)), .hash(tree.root)] + before
    case .notReturned:
      // There is a row only if the system gave a reason.
      let values = try values(kind.facts[0].parts, kind.factsRow, line.entry, in: database)
      return [values.map { RecordValue.record($0) } ?? .absent]
    case .sent: return try sending(line, in: database)
    case .accessed: return try access(line, in: database)
    default:
      let values = try values(kind.facts, kind.factsRow, line.entry, in: database)
      guard let values else {
        throw kind == .opened
          ? ProofGap.operation(append.operation) : ProofGap.facts(entry: line.entry)
      }
      return values
    }
  }

  /// The entry's facts about the person, for the private part.
  mutating func details(of line: Line, in database: Database) throws -> [RecordValue] {
    guard let kind = EntryKind(code: line.kind), !kind.details.isEmpty else { return [] }
    switch kind {
    case .intended: return try writes(line, in: database)
    case .linked, .unlinked: return try link(line, in: database)
    default:
      let values = try values(kind.details, kind.factsRow, line.entry, in: database)
      guard let values else { throw ProofGap.facts(entry: line.entry) }
      return values
    }
  }

  /// The values of columns that are named as the fields are; nil if there is no row.
  ///
  /// The fields are single ones; an `optionalHash` is the commitment of the text whose number is in
  /// the column. `row` is the table and the condition, in SQL, with `number` as its parameter.
  private func values(
    _ fields: [RecordField],
    _ row: String,
    _ number: any SQLBindable,
    in database: Database
  ) throws -> [RecordValue]? {
    let columns = fields.map(\.name).joined(separator: ", ")
    return try database.first("SELECT \(columns) FROM \(row)", [number]) { row in
      try fields.enumerated().map { try value($1, row, $0, in: database) }
    }
  }

  /// The value of one column.
  func value(
    _ field: RecordField,
    _ row: SQLRow,
    _ index: Int,
    in database: Database
  ) throws -> RecordValue {
    let column = Int32(index)
    switch field {
    case .optionalInteger: return row.optionalInteger(column).map { .integer($0) } ?? .absent
    case .text: return row.isNull(column) ? .absent : .text(row.array(column))
    case .bytes: return .bytes(row.array(column))
    case .optionalHash:
      return RecordValue(try commitments.text(row.optionalInteger(column), in: database))
    default: return .integer(row.integer(column))
    }
  }

  private func closing(
    _ line: Line,
    _ append: AppendFacts,
    in database: Database
  ) throws -> [RecordValue] {
    let fields = EntryKind.closed.facts
    let row = EntryKind.closed.factsRow
    guard let closing = try values(Array(fields.prefix(2)), row, line.entry, in: database) else {
      throw ProofGap.facts(entry: line.entry)
    }
    let amendments = try amendments(to: append.operation, in: database)
    let (record, file) = (fields[3].parts[0].parts, fields[3].parts[1])
    let source = "import WHERE operation = ?"
    let imported = try values(record + [file], source, append.operation, in: database)
    let importing = imported.map { values in
      RecordValue.record([.record(Array(values.dropLast())), values[record.count]])
    }
    return closing + [.hash(amendments), importing ?? .absent]
  }

  /// What was added to an operation without an entry: the limits that it exceeded, the behaviours
  /// that a probe found.
  private func amendments(to operation: OperationNumber, in database: Database) throws -> MerkleHash
  {
    var bytes = RecordWriter("A")
    try database.run(
      """
      SELECT CAST(name AS BLOB) AS bytes, entry, configured, used FROM limit_override
      WHERE operation = ? ORDER BY bytes
      """,
      [operation]
    ) { row in
      bytes.byte(1)
      row.withBytes(0) { bytes.text($0) }
      for column: Int32 in 1...3 { bytes.integer(row.integer(column)) }
    }
    try database.run(
      "SELECT id, system, name, answer FROM behaviour WHERE operation = ? ORDER BY id",
      [operation]
    ) { row in
      bytes.byte(2)
      bytes.integer(row.integer(0))
      for column: Int32 in 1...3 { row.withBytes(column) { bytes.text($0) } }
    }
    return bytes.digest
  }

  /// The descriptions of fields in an entry, with their options.
  private func catalog(_ entry: EntryID, in database: Database) throws -> MerkleHash {
    var bytes = RecordWriter("D")
    try database.run(
      """
      SELECT d.id, f.system, f.code, d.write_code, d.name, d.group_code, d.group_name, d.type,
        d.removed, d.position, d.is_detail, d.is_derived, d.has_options
      FROM description d LEFT JOIN field f ON f.id = d.field WHERE d.entry = ? ORDER BY d.id
      """,
      [entry]
    ) { row in
      bytes.byte(1)
      bytes.integer(row.integer(0))
      for column: Int32 in 1...7 { row.withBytes(column) { bytes.text($0) } }
      for column: Int32 in 8...12 { bytes.integer(row.integer(column)) }
      try database.run(
        "SELECT position, value, label FROM option WHERE description = ? ORDER BY position",
        [row.integer(0)]
      ) { option in
        bytes.byte(2)
        bytes.integer(option.integer(0))
        for column: Int32 in 1...2 { option.withBytes(column) { bytes.text($0) } }
      }
    }
    return bytes.digest
  }

  private func sending(_ line: Line, in database: Database) throws -> [RecordValue] {
    var bytes = RecordWriter("R")
    var rows: Int64 = 0
    try database.run(
      "SELECT intended FROM sending WHERE entry = ? ORDER BY intended",
      [line.entry]
    ) { row in
      rows += 1
      bytes.integer(row.integer(0))
    }
    return [.integer(rows), .hash(bytes.digest)]
  }

  /// What was shown to whom, and the number of the people of a set with the root over them.
  private mutating func access(_ line: Line, in database: Database) throws -> [RecordValue] {
    let fields = Array(EntryKind.accessed.facts.dropLast())
    guard let facts = try values(fields, EntryKind.accessed.factsRow, line.entry, in: database)
    else { throw ProofGap.facts(entry: line.entry) }
    let set: Int64?? = try database.first(
      "SELECT people_set FROM access WHERE entry = ?",
      [line.entry]
    ) { $0.optionalInteger(0) }
    guard let set = set ?? nil else { return facts + [.absent] }
    let tree = try peopleSets[set] ?? PeopleTree(ofSet: set, in: database)
    peopleSets[set] = tree
    return facts + [.record([.integer(Int64(tree.people)), .hash(tree.root)])]
  }

  /// The number of items, the root over them, and a commitment to the person and the fields.
  private mutating func erasure(_ line: Line, in database: Database) throws -> [RecordValue] {
    let tree = try ErasureTree(ofEntry: line.entry, in: database)
    var record = RecordWriter("K")
    record.raw(key.nonce(of: line.entry))
    let scope: ScopeNumber?? = try database.first(
      "SELECT identifier, lookup, scope FROM erasure WHERE entry = ?",
      [line.entry]
    ) { row in
      record.lengthed(row.array(0))
      record.lengthed(row.array(1))
      return row.optionalInteger(2)
    }
    guard let scope else { throw ProofGap.facts(entry: line.entry) }
    record.optional(try scope.map { try self.scope($0, in: database).hash })
    return [.integer(Int64(tree.items.count)), .hash(tree.root), .hash(record.digest)]
  }

  /// The number of the first event of an intended entry, and the number of its events.
  package static func writes(
    of entry: EntryID,
    in database: Database
  ) throws -> (first: EventID, count: Int64) {
    let range: (first: EventID, count: Int64)? = try database.first(
      "SELECT first_event, events FROM intended WHERE entry = ?",
      [entry]
    ) { ($0.integer(0), $0.integer(1)) }
    guard let range else { throw ProofGap.facts(entry: entry) }
    return range
  }

  private func writes(_ line: Line, in database: Database) throws -> [RecordValue] {
    let (first, count) = try Self.writes(of: line.entry, in: database)
    let fields = EntryKind.intended.details[2].parts
    let columns = fields.map(\.name).joined(separator: ", ")
    let writes = try database.rows(
      """
      SELECT \(columns) FROM write
      WHERE event BETWEEN ?1 AND ?1 + ?2 - 1 ORDER BY event
      """,
      [first, count]
    ) { row in
      RecordValue.record(try fields.enumerated().map { try value($1, row, $0, in: database) })
    }
    return [.integer(first.rawValue), .integer(count), .record(writes)]
  }

  private func link(_ line: Line, in database: Database) throws -> [RecordValue] {
    let users: [UserNumber]? = try database.first(
      "SELECT dingtalk, maycur FROM link WHERE entry = ?",
      [line.entry]
    ) { [$0.integer(0), $0.integer(1)] }
    guard let users else { throw ProofGap.facts(entry: line.entry) }
    return try users.flatMap { user -> [RecordValue] in
      let who = try commitments.person(user, in: database)
      return [.bytes(who.surrogate), .hash(who.key)]
    }
  }
}

extension EntryKind {
  /// The table with the facts of an entry of the kind and the condition that finds its row, for
  /// a query whose parameter is the entry; empty if there is no such row.
  package var factsRow: String {
    switch self {
    case .opened:
      """
      operation WHERE id = (SELECT a.operation FROM entry n JOIN append a ON a.id = n.append
        WHERE n.id = ?1)
      """
    case .closed: "closing WHERE entry = ?1"
    case .enumerated: "enumeration WHERE entry = ?1"
    case .notReturned: "not_returned WHERE entry = ?1"
    case .accepted, .rejected, .uncertain: "outcome WHERE entry = ?1"
    case .skipped: "skipping WHERE entry = ?1"
    case .dismissed: "dismissal WHERE entry = ?1"
    case .settled: "settlement WHERE entry = ?1"
    case .linked, .unlinked: "link WHERE entry = ?1"
    case .readmitted: "readmission WHERE entry = ?1"
    case .suppressed: "suppression WHERE entry = ?1"
    case .setAside: "set_aside WHERE entry = ?1"
    case .granted: "token WHERE entry = ?1"
    case .revoked: "revocation WHERE entry = ?1"
    case .configured: "configuration WHERE entry = ?1"
    case .accessed: "access WHERE entry = ?1"
    case .forgotten: "forgetting WHERE entry = ?1"
    case .proposed: "proposed_row WHERE entry = ?1"
    case .submitted: "proposal WHERE entry = ?1"
    case .decided: "decision WHERE entry = ?1"
    default: ""
    }
  }
}
