import LedgerStorage
import GRDB
import Roster

/// Reads the batch lines of the log again, for a rebuild.
struct BatchLines {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Projects one line, if it is one of a batch.
  func project(
    _ kind: EntryKind,
    entry: EntryID,
    operation: OperationNumber,
    with projector: Projector
  ) throws {
    switch kind {
    case .intended:
      try projector.intended(entry, operation: operation)
    case .sent:
      let rows = try numbers(
        "SELECT intended FROM sending WHERE entry = ? ORDER BY intended",
        entry
      )
      for row in rows { try projector.sent(row, by: entry) }
    case .accepted, .rejected, .uncertain:
      for row in try numbers("SELECT intended FROM outcome WHERE entry = ?", entry) {
        try projector.outcome(kind, of: row, entry: entry)
      }
    case .skipped:
      for row in try numbers("SELECT intended FROM skipping WHERE entry = ?", entry) {
        try projector.outcome(kind, of: row, entry: entry)
      }
    case .settled:
      for row in try numbers("SELECT intended FROM settlement WHERE entry = ?", entry) {
        let verdict = try database.first(
          "SELECT verdict FROM settlement WHERE entry = ?",
          [entry]
        ) { $0.text(0).flatMap { Settlement(rawValue: $0.text) } }
        guard let verdict = verdict ?? nil else { continue }
        try projector.settled(row, as: verdict, entry: entry)
      }
    default: break
    }
  }

  private func numbers(_ sql: String, _ entry: EntryID) throws -> [EntryID] {
    try database.rows(sql, [entry]) { $0.integer(0) }
  }
}
