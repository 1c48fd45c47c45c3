import LedgerStorage
import GRDB
import Roster

/// Checks that appends and entries follow each other without gaps, and events their entries.
///
/// Recomputing leaves depends on it.
struct ChainCheck {
  let findings: FindingList
  /// The last entry that was verified before; only later ones are checked.
  let mark: EntryID

  /// Checks the rows.
  ///
  /// - Returns: The last entry, and how many there are after the mark.
  func run(_ database: Database) throws -> (last: EntryID, entries: Int) {
    let chain = try entries(database)
    try appends(database, last: chain.last)
    try events(database)
    return chain
  }

  private func entries(_ database: Database) throws -> (last: EntryID, entries: Int) {
    var next = mark + 1
    var count = 0
    var append: (number: Int64, end: EntryID) = (0, mark)
    let range = try SQLStatement(database, "SELECT first_entry + entries FROM append WHERE id = ?")
    try database.run("SELECT id, append FROM entry WHERE id > ? ORDER BY id", [mark]) { row in
      let entry: EntryID = row.integer(0)
      if entry != next { missing(next..<entry) }
      next = entry + 1
      count += 1
      if row.integer(1) != append.number {
        range.bind(1, row.integer(1))
        append = (row.integer(1), try range.first { $0.integer(0) } ?? 0)
      }
      if entry >= append.end {
        findings.add(
          ProofFinding(
            .appendBroken,
            entry: entry,
            object: "append",
            "Entry \(entry) is not one of those that its append \(append.number) has."
          )
        )
      }
    }
    return (next - 1, count)
  }

  private func missing(_ gap: Range<EntryID>) {
    let what = gap.count == 1 ? "Entry \(gap.lowerBound) is" : "\(gap.count) entries are"
    findings.add(
      ProofFinding(
        .entryMissing,
        entry: gap.lowerBound,
        "\(what) missing before entry \(gap.upperBound)."
      )
    )
  }

  private func appends(_ database: Database, last: EntryID) throws {
    var before: (id: Int64, end: EntryID, time: Int64)?
    try database.run(
      """
      SELECT id, first_entry, entries, recorded_at FROM append
      WHERE first_entry + entries - 1 > ? OR id = 1 ORDER BY id
      """,
      [mark]
    ) { row in
      let (id, count): (Int64, Int64) = (row.integer(0), row.integer(2))
      let first: EntryID = row.integer(1)
      let isFirst = before == nil || (before?.id == 1 && mark > 0)
      if !isFirst, id != (before?.id ?? 0) + 1 || first != before?.end {
        broken(id, first, "does not follow the one before it")
      }
      if isFirst, mark == 0, id != 1 || first != 1 { broken(id, first, "is not the first") }
      if row.integer(3) < before?.time ?? .min { broken(id, first, "is recorded before its like") }
      before = (id, first + Int(count), row.integer(3))
    }
    if let end = before?.end, end - 1 > last {
      findings.add(
        ProofFinding(
          .tailCut,
          entry: last + 1,
          "The log ends at entry \(last), but its last transaction reached to entry \(end - 1)."
        )
      )
    }
  }

  private func broken(_ append: Int64, _ entry: EntryID, _ what: String) {
    findings.add(
      ProofFinding(.appendBroken, entry: entry, object: "append", "Append \(append) \(what).")
    )
  }

  private func events(_ database: Database) throws {
    let statement = try SQLStatement(
      database,
      """
      SELECT id, entry, ordinal, field FROM event WHERE id > ? ORDER BY id
      """
    )
    let start: EventID =
      mark == 0
      ? 0
      : try database.first("SELECT max(id) FROM event WHERE entry <= ?", [mark]) { $0.integer(0) }
        ?? 0
    statement.bind(1, start)
    var before: (id: EventID, entry: EntryID, ordinal: Int64) = (start, 0, 0)
    var bringers = try EventBringers(database)
    try statement.forEachRow { row in
      let (id, ordinal): (EventID, Int64) = (row.integer(0), row.integer(2))
      let entry: EntryID = row.integer(1)
      if id != before.id + 1 {
        let what = "\(id - before.id - 1) before event \(id) of entry \(entry)"
        findings.add(
          ProofFinding(.eventRemoved, entry: entry, object: "event", "Events are missing: \(what).")
        )
      }
      let isInOrder = (entry, ordinal) > (before.entry, before.ordinal)
      if try !isInOrder || !bringers.canBring(field: row.integer(3), by: entry) {
        findings.add(
          ProofFinding(
            .eventMoved,
            entry: entry,
            object: "event",
            "Event \(entry).\(ordinal) is where it cannot have been recorded."
          )
        )
      }
      before = (id, entry, ordinal)
    }
  }
}

/// Which entries may have events of which fields; neighbouring events ask about the same entry.
private struct EventBringers {
  private static let kinds: Set<Int64> = [
    EntryKind.fetched.code, EntryKind.imported.code, EntryKind.intended.code,
  ]

  private let database: Database
  /// The systems of fields.
  private let fields: [FieldNumber: Verbatim?]
  private var last: (entry: EntryID, isBringer: Bool, system: Verbatim?)?

  init(_ database: Database) throws {
    self.database = database
    var fields: [FieldNumber: Verbatim?] = [:]
    try database.run("SELECT id, system FROM field") { fields[$0.integer(0)] = $0.text(1) }
    self.fields = fields
  }

  /// Whether an entry exists, may have events, and is of the field's system.
  mutating func canBring(field: FieldNumber, by entry: EntryID) throws -> Bool {
    if last?.entry != entry { try read(entry) }
    guard let last, last.isBringer else { return false }
    return (fields[field] ?? nil) == last.system
  }

  private mutating func read(_ entry: EntryID) throws {
    let read = try database.first(
      """
      SELECT n.kind, o.system FROM entry n
      LEFT JOIN append a ON a.id = n.append
      LEFT JOIN operation o ON o.id = a.operation WHERE n.id = ?
      """,
      [entry]
    ) { row in
      (Self.kinds.contains(row.integer(0)), row.text(1))
    }
    last = (entry, read?.0 ?? false, read?.1)
  }
}
