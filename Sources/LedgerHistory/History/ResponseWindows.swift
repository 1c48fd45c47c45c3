import LedgerStorage
import GRDB
import Roster

/// The response windows of entries.
///
/// Many entries share one append, so the last windows are cached.
struct ResponseWindows {
  private var known: [EntryID: ResponseWindow] = [:]
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// The window of an entry: the times of its call; of an imported entry, when the file was
  /// captured; otherwise when it was recorded.
  mutating func of(entry: EntryID) throws -> ResponseWindow {
    if let window = known[entry] { return window }
    let window =
      try database.first(
        """
        SELECT coalesce(i.captured_at, a.asked_at, a.recorded_at),
          coalesce(i.captured_at, a.received_at, a.recorded_at)
        FROM entry n CROSS JOIN append a ON a.id = n.append
        LEFT JOIN import i ON i.operation = a.operation AND n.kind = \(EntryKind.imported.code)
        WHERE n.id = ?
        """,
        [entry]
      ) { row in
        ResponseWindow(
          asked: Instant(milliseconds: row.integer(0)),
          received: Instant(milliseconds: row.integer(1))
        )
      }
      ?? ResponseWindow(asked: Instant(milliseconds: 0), received: Instant(milliseconds: 0))
    if known.count >= 4096 { known.removeAll(keepingCapacity: true) }
    known[entry] = window
    return window
  }
}
