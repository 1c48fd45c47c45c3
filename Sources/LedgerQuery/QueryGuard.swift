import GRDBSQLite
import Roster

/// Controls what the statement of one connection may do, and for how long.
///
/// SQLite calls it while it prepares and while it steps; both happen on the thread that owns the
/// connection.
final class QueryGuard {
  /// The tables and views that may be read; nil if names are not checked here.
  var readable: Set<String>?
  /// Tables whose rows may not even be counted, although they exist.
  var unreadable: Set<String> = []
  /// Why the statement was refused; nil until then.
  private(set) var refusal: QueryError?
  /// Whether the time limit was over.
  private(set) var isTooLate = false
  private var isArmed = false
  private let isOver: () -> Bool

  /// Creates a guard.
  ///
  /// - Parameter isOver: Whether the time limit is over; by default there is no limit.
  init(isOver: @escaping () -> Bool = { false }) { self.isOver = isOver }

  /// From now on the rules hold.
  func arm() { isArmed = true }

  /// Whether time is left; called every few thousand steps.
  func hasTime() -> Bool {
    isTooLate = isTooLate || isOver()
    return !isTooLate
  }

  /// Whether SQLite may carry out an action of the statement.
  func allows(
    _ action: Int32,
    _ first: String?,
    _ second: String?,
    _ schema: String?
  ) -> Bool {
    guard isArmed else { return true }
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return true
    case SQLITE_FUNCTION:
      guard second?.lowercased() == "load_extension" else { return true }
      return refuse(.forbidden(what: "loads an extension"))
    case SQLITE_READ:
      return reads(first?.lowercased() ?? "", column: second ?? "")
    case SQLITE_ATTACH: return refuse(.forbidden(what: "attaches another file"))
    case SQLITE_DETACH: return refuse(.forbidden(what: "detaches a file"))
    case SQLITE_PRAGMA: return refuse(.forbidden(what: "sets or asks the PRAGMA \(first ?? "")"))
    case SQLITE_TRANSACTION, SQLITE_SAVEPOINT:
      return refuse(.forbidden(what: "begins or ends a transaction"))
    case SQLITE_INSERT where Self.isSchema(first): return true
    case SQLITE_INSERT: return refuse(.writes(what: "inserts into \(first ?? "a table")"))
    case SQLITE_UPDATE where Self.isSchema(first): return true
    case SQLITE_UPDATE: return refuse(.writes(what: "updates \(first ?? "a table")"))
    case SQLITE_DELETE where Self.isSchema(first): return true
    case SQLITE_DELETE: return refuse(.writes(what: "deletes from \(first ?? "a table")"))
    default: return refuse(.writes(what: "changes what the file is made of"))
    }
  }

  /// Whether SQLite's own schema table is meant: SQLite asks about the actual change next.
  private static func isSchema(_ table: String?) -> Bool {
    table?.hasPrefix("sqlite_") ?? false
  }

  private func reads(_ table: String, column: String) -> Bool {
    guard let readable else { return true }
    // If only the number of rows is needed, SQLite asks about a common table expression, too.
    let isMade =
      unreadable.contains(table) || ["sqlite_", "pragma_"].contains { table.hasPrefix($0) }
    let isAllowed = column.isEmpty ? !isMade : readable.contains(table)
    return isAllowed
      || refuse(.forbidden(what: "reads \(table), which is none of the views of docs/format.md"))
  }

  private func refuse(_ error: QueryError) -> Bool {
    refusal = refusal ?? error
    return false
  }
}
