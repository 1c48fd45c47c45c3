import GRDBSQLite

/// SQLite's C API, for the baselines.
final class RawDatabase {
  /// Something went wrong in a baseline.
  struct Failure: Error {
    let message: String
  }

  /// A column of a row.
  struct Column {
    let number: Int
    let text: String
  }

  private var handle: OpaquePointer?

  init(_ path: String) throws {
    guard sqlite3_open(path, &handle) == SQLITE_OK else { throw Failure(message: path) }
  }

  deinit { sqlite3_close_v2(handle) }

  func execute(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
  }

  func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard
      sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        == SQLITE_OK, let statement
    else { throw failure }
    return statement
  }

  /// Steps to the end, reading every row; returns the number of rows.
  @discardableResult
  func step(_ statement: OpaquePointer, _ look: () -> Void = {}) throws -> Int {
    var rows = 0
    defer { sqlite3_reset(statement) }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        rows += 1
        look()
      case SQLITE_DONE: return rows
      default: throw failure
      }
    }
  }

  func rows(_ sql: String) throws -> [[Column]] {
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement) }
    var rows: [[Column]] = []
    try step(statement) {
      rows.append(
        (0..<sqlite3_column_count(statement)).map { index in
          Column(
            number: Int(sqlite3_column_int64(statement, index)),
            text: sqlite3_column_text(statement, index).map { String(cString: $0) } ?? ""
          )
        }
      )
    }
    return rows
  }

  private var failure: Failure {
    Failure(message: sqlite3_errmsg(handle).map { String(cString: $0) } ?? "unknown")
  }
}
