import Ledger
import LedgerStorage
import GRDBSQLite
import Roster

/// A connection for one query: opened for reading, guarded, and closed afterwards.
///
/// What it adds for the query are temporary objects, which no other connection sees. They are kept
/// in memory, so that no personal text gets into a temporary file.
final class QueryConnection {
  let handle: OpaquePointer
  let guardian: QueryGuard
  private var functions: [FunctionBox] = []

  /// Opens a file for reading, or, without one, an empty database in memory.
  init(_ path: String?, guardian: QueryGuard) throws(LedgerError) {
    var opened: OpaquePointer?
    let isNew = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY
    let flags = (path == nil ? isNew : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX
    let name = path.map(Connection.readable) ?? ":memory:"
    guard sqlite3_open_v2(name, &opened, flags, nil) == SQLITE_OK, let opened else {
      let reason = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(opened)
      throw .cannotOpen(path: path ?? ":memory:", reason: reason)
    }
    handle = opened
    self.guardian = guardian
    sqlite3_busy_timeout(opened, 10_000)
    sqlite3_extended_result_codes(opened, 1)
    // An unknown name in double quotes must be an error, not a text.
    _disableDoubleQuotedStringLiterals(opened)
    sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0)
    // A single step cannot be interrupted; this limits the work of one step.
    sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, 8 << 20)
    sqlite3_limit(opened, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200)
    sqlite3_limit(opened, SQLITE_LIMIT_COLUMN, 500)
    watch()
  }

  deinit { sqlite3_close_v2(handle) }

  private func watch() {
    let context = Unmanaged.passUnretained(guardian).toOpaque()
    sqlite3_set_authorizer(
      handle,
      { context, action, first, second, schema, _ in
        guard let context else { return SQLITE_DENY }
        let text = { (pointer: UnsafePointer<CChar>?) in pointer.map { String(cString: $0) } }
        let guardian = Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue()
        let isAllowed = guardian.allows(action, text(first), text(second), text(schema))
        return isAllowed ? SQLITE_OK : SQLITE_DENY
      },
      context
    )
    sqlite3_progress_handler(
      handle,
      1000,
      { context in
        guard let context else { return 1 }
        let guardian = Unmanaged<QueryGuard>.fromOpaque(context).takeUnretainedValue()
        return guardian.hasTime() ? 0 : 1
      },
      context
    )
  }

  /// SQLite's last error message.
  var complaint: String { String(cString: sqlite3_errmsg(handle)) }

  /// Prepares a text that has exactly one statement.
  func prepare(_ sql: String) throws -> QueryStatement {
    try sql.withCString { start in
      var end: UnsafePointer<CChar>?
      let statement = try prepare(start, &end, sql)
      guard let statement else { throw QueryError.empty }
      var rest: UnsafePointer<CChar>?
      do {
        if let end, end.pointee != 0, try holdsMore(end, &rest, sql) {
          throw QueryError.severalStatements
        }
      } catch {
        sqlite3_finalize(statement)
        throw QueryError.severalStatements
      }
      return QueryStatement(statement, self)
    }
  }

  private func holdsMore(
    _ start: UnsafePointer<CChar>,
    _ end: inout UnsafePointer<CChar>?,
    _ sql: String
  ) throws -> Bool {
    let next = try prepare(start, &end, sql)
    sqlite3_finalize(next)
    return next != nil
  }

  private func prepare(
    _ start: UnsafePointer<CChar>,
    _ end: inout UnsafePointer<CChar>?,
    _ sql: String
  ) throws -> OpaquePointer? {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, start, -1, &statement, &end)
    guard code == SQLITE_OK else { throw failure(code, sql) }
    return statement
  }

  /// Runs statements of ours.
  func execute(_ sql: String) throws {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code, sql) }
  }

  /// The rows of a statement of our own.
  func rows(_ sql: String) throws -> [[QueryValue]] {
    let statement = try prepare(sql)
    var rows: [[QueryValue]] = []
    try statement.forEachRow { rows.append($0) }
    return rows
  }

  /// The error that a result code means for the author of the SQL.
  func failure(_ code: Int32, _ sql: String) -> any Error {
    if let refusal = guardian.refusal { return refusal }
    let reason = complaint
    switch code & 0xFF {
    case SQLITE_INTERRUPT: return QueryError.tooLong(limit: .zero)
    case SQLITE_READONLY: return QueryError.writes(what: "changes the file")
    case SQLITE_NOMEM: return QueryError.tooLarge(bytes: 0)
    case SQLITE_ERROR, SQLITE_RANGE, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_AUTH:
      let offset = Int(sqlite3_error_offset(handle))
      let line = offset < 0 ? nil : 1 + sql.utf8.prefix(offset).count { $0 == 0x0A }
      return QueryError.wrong(reason: reason, line: line)
    default: return QueryStorageFailure(code: code, reason: reason)
    }
  }

  /// Lets statements call a function.
  func register(_ function: QueryFunction) throws {
    let box = FunctionBox(function.body)
    functions.append(box)
    let code = sqlite3_create_function_v2(
      handle,
      function.name,
      Int32(function.arguments),
      SQLITE_UTF8 | SQLITE_DETERMINISTIC
        | (function.isForViews ? SQLITE_INNOCUOUS : SQLITE_DIRECTONLY),
      Unmanaged.passUnretained(box).toOpaque(),
      { context, count, values in
        guard let data = sqlite3_user_data(context) else { return }
        let box = Unmanaged<FunctionBox>.fromOpaque(data).takeUnretainedValue()
        let arguments = (0..<Int(count)).map { QueryValue(values?[$0]) }
        do {
          try box.body(arguments).give(to: context)
        } catch {
          sqlite3_result_error(context, "\(error)", -1)
        }
      },
      nil,
      nil,
      nil
    )
    guard code == SQLITE_OK else { throw failure(code, "") }
  }

  private final class FunctionBox {
    let body: @Sendable ([QueryValue]) throws -> QueryValue

    init(_ body: @escaping @Sendable ([QueryValue]) throws -> QueryValue) { self.body = body }
  }
}

/// An error of the storage, not of the SQL.
struct QueryStorageFailure: Error {
  let code: Int32
  let reason: String
}
