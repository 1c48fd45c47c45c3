import GRDBSQLite
import Roster

/// Watches over one connection: what its statement may do, and until when.
///
/// SQLite calls it while it prepares and while it steps; both happen on the thread that holds the
/// connection.
final class QueryGuard {
  /// What may be read by name: the views and the tables of the query.
  var readable: Set<String> = []
  /// The views and tables that a moment stands before; none where the query looks at now.
  var shadowed: (views: Set<String>, tables: Set<String>) = ([], [])
  /// Why the statement was refused, once it was.
  private(set) var refusal: QueryError?
  /// Whether the time was up.
  private(set) var isTooLate = false
  private var isArmed = false
  private let deadline: Instant
  private let timekeeper: any Timekeeper

  init(deadline: Instant, timekeeper: any Timekeeper) {
    self.deadline = deadline
    self.timekeeper = timekeeper
  }

  /// From now on the rules hold.
  func arm() { isArmed = true }

  /// Whether time is left; asked every few thousand steps.
  func hasTime() -> Bool {
    isTooLate = isTooLate || timekeeper.monotonic() > deadline
    return !isTooLate
  }

  /// Whether the statement may do something.
  func allows(
    _ action: Int32,
    _ first: String?,
    _ second: String?,
    _ schema: String?,
    in view: String?
  )
    -> Bool
  {
    guard isArmed else { return true }
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return true
    case SQLITE_FUNCTION:
      guard second?.lowercased() == "load_extension" else { return true }
      return refuse(.forbidden(what: "loads an extension"))
    case SQLITE_READ:
      return reads(first?.lowercased() ?? "", column: second ?? "", of: schema ?? "", in: view)
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

  private func reads(
    _ table: String,
    column: String,
    of schema: String,
    in view: String?
  ) -> Bool {
    // Where only the number of rows counts, SQLite does not say for which view it asks.
    if column.isEmpty { return true }
    if let view { return seesTheMoment(table, of: schema, in: view) }
    if ["json_each", "json_tree"].contains(table) { return true }
    guard readable.contains(table) else {
      return refuse(
        .forbidden(what: "reads \(table), which is none of the views of docs/format.md")
      )
    }
    return schema == "temp" || !shadowed.views.contains(table) || refusePast(table)
  }

  /// Whether a view reads a table as of the moment: a view of the file itself would not.
  private func seesTheMoment(_ table: String, of schema: String, in view: String) -> Bool {
    let looksPast =
      schema == "main" && shadowed.views.contains(view) && shadowed.tables.contains(table)
    return !looksPast || refusePast(view)
  }

  private func refusePast(_ view: String) -> Bool {
    refuse(.forbidden(what: "names main.\(view), which knows no moment; leave `main.` out"))
  }

  private func refuse(_ error: QueryError) -> Bool {
    refusal = refusal ?? error
    return false
  }
}
