import GRDBSQLite
import Roster

/// Watches over one connection: what its statement may do, and until when.
///
/// SQLite calls it while it prepares and while it steps; both happen on the thread that holds the
/// connection.
final class QueryGuard {
  /// What may be read by name; nil where that is not asked here.
  var readable: Set<String>?
  /// What may not even be counted, although it is there.
  var unreadable: Set<String> = []
  /// Why the statement was refused, once it was.
  private(set) var refusal: QueryError?
  /// Whether the time was up.
  private(set) var isTooLate = false
  private var isArmed = false
  private let isOver: () -> Bool

  /// Watches what is done, and until when.
  ///
  /// - Parameter isOver: Whether the time is up; without it, there is no end.
  init(isOver: @escaping () -> Bool = { false }) { self.isOver = isOver }

  /// From now on the rules hold.
  func arm() { isArmed = true }

  /// Whether time is left; asked every few thousand steps.
  func hasTime() -> Bool {
    isTooLate = isTooLate || isOver()
    return !isTooLate
  }

  /// Whether the statement may do something.
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

  /// Whether SQLite's own table of tables is meant: what changes it says next what it does.
  private static func isSchema(_ table: String?) -> Bool {
    table?.hasPrefix("sqlite_") ?? false
  }

  private func reads(_ table: String, column: String) -> Bool {
    guard let readable else { return true }
    // Where only the number of rows counts, a common table expression is asked about, too.
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
