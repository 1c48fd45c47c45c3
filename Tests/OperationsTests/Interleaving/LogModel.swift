import Ledger
import LedgerHistory
import LedgerStorage
import Roster
import Testing

/// What the rows of the log mean, read from its tables alone and in their order, without any
/// projection.
struct LogModel {
  struct Cell: Hashable {
    let user: Int64
    let field: Int64
    let item: Int64
  }

  struct Entry {
    let number: Int64
    let kind: Int64
    let user: Int64?
    let operation: Int64
    let scope: Int64?
  }

  /// One call's part about one row.
  struct Attempt {
    let sent: Int64
    let row: Int64
    /// The kinds of what was recorded of it, the last one first.
    var outcomes: [Int64] = []
  }

  private(set) var entries: [Entry] = []
  private(set) var operations: [Int64: OperationSummary] = [:]
  /// The events of each entry, with their cells.
  private(set) var events: [Int64: [(event: Int64, cell: Cell)]] = [:]
  /// What events of intended entries were planned against.
  private(set) var bases: [Int64: Int64?] = [:]
  private(set) var attempts: [Attempt] = []
  /// The verdict on each row that was settled, by its intended entry.
  private(set) var settled: [Int64: String] = [:]
  private var fields: [Int64: Set<Int64>] = [:]
  private var carried: [Int64: [Int64]] = [:]
  private var outcomes: [Int64: Int64] = [:]
  private var settling: [Int64: (row: Int64, verdict: String)] = [:]

  init(_ ledger: Ledger) throws {
    func numbers(_ sql: String, _ count: Int32) throws -> [[Int64?]] {
      try ledger.read { database in
        try database.rows(sql) { row in (0..<count).map { row.optionalInteger($0) } }
      }
    }
    func pairs(_ sql: String) throws -> [(Int64, Int64)] {
      try numbers(sql, 2).map { ($0[0] ?? 0, $0[1] ?? 0) }
    }
    entries = try numbers(
      """
      SELECT e.id, e.kind, e.user, a.operation, a.scope
      FROM entry e JOIN append a ON a.id = e.append ORDER BY e.id
      """,
      5
    ).map {
      Entry(number: $0[0] ?? 0, kind: $0[1] ?? 0, user: $0[2], operation: $0[3] ?? 0, scope: $0[4])
    }
    let users = Dictionary(uniqueKeysWithValues: entries.map { ($0.number, $0.user ?? 0) })
    for event in try numbers("SELECT id, entry, field, item FROM event ORDER BY id", 4) {
      let entry = event[1] ?? 0
      let cell = Cell(user: users[entry] ?? 0, field: event[2] ?? 0, item: event[3] ?? 0)
      events[entry, default: []].append((event[0] ?? 0, cell))
    }
    for write in try numbers("SELECT event, base FROM write", 2) { bases[write[0] ?? 0] = write[1] }
    for (scope, field) in try pairs("SELECT scope, field FROM scope_field") {
      fields[scope, default: []].insert(field)
    }
    for (sent, row) in try pairs("SELECT entry, intended FROM sending ORDER BY entry, intended") {
      carried[sent, default: []].append(row)
      attempts.append(Attempt(sent: sent, row: row))
    }
    for outcome in try numbers("SELECT entry, intended, sent FROM outcome ORDER BY entry", 3) {
      let (entry, row) = (outcome[0] ?? 0, outcome[1] ?? 0)
      outcomes[entry] = row
      guard let index = attempts.firstIndex(where: { $0.row == row && $0.sent == outcome[2] })
      else { continue }
      attempts[index].outcomes.insert(entries[Int(entry) - 1].kind, at: 0)
    }
    for settlement in try numbers(
      """
      SELECT entry, intended, CASE verdict WHEN 'applied' THEN 1 WHEN 'notApplied' THEN 0 END
      FROM settlement ORDER BY entry
      """,
      3
    ) {
      let row = settlement[1] ?? 0
      let verdict = settlement[2] == 1 ? "applied" : settlement[2] == 0 ? "notApplied" : "unknown"
      settling[settlement[0] ?? 0] = (row, verdict)
      settled[row] = verdict
    }
    for operation in try ledger.operations() {
      operations[operation.operation.rawValue] = operation
    }
  }

  /// Goes through the log, and knows the latest event of each cell at each entry.
  ///
  /// - Parameter visit: Receives each entry before what it says counts, and the state until then.
  func replay(_ visit: (Entry, Latest) -> Void) {
    var latest = Latest()
    for entry in entries {
      visit(entry, latest)
      switch entry.kind {
      case 0, 18:
        for (event, cell) in events[entry.number] ?? [] { latest.observed[cell] = event }
        for field in entry.scope.flatMap({ fields[$0] }) ?? [] {
          latest.seen[[entry.user ?? 0, field]] = entry.number
        }
      case 10: for row in carried[entry.number] ?? [] { latest.sent[row] = entry.number }
      case 11: believe(outcomes[entry.number] ?? 0, &latest, entry.number)
      case 15:
        guard let (row, verdict) = settling[entry.number], verdict == "applied" else { continue }
        believe(row, &latest, entry.number)
      default: break
      }
    }
  }

  private func believe(_ row: Int64, _ latest: inout Latest, _ entry: Int64) {
    for (event, cell) in events[row] ?? [] { latest.written[cell] = (row, event, entry) }
  }

  /// The latest event of each cell.
  struct Latest {
    fileprivate var observed: [Cell: Int64] = [:]
    /// The last entry that stated a field of a user.
    fileprivate var seen: [[Int64]: Int64] = [:]
    fileprivate var written: [Cell: (row: Int64, event: Int64, entry: Int64)] = [:]
    fileprivate var sent: [Int64: Int64] = [:]

    /// The latest event of a cell: of an accepted write until something is stated about the field
    /// after it was sent, otherwise the last observed one.
    subscript(_ cell: Cell) -> Int64? {
      guard let written = written[cell],
        min(sent[written.row] ?? written.entry, written.entry)
          > seen[[cell.user, cell.field]] ?? 0
      else { return observed[cell] }
      return written.event
    }
  }
}
