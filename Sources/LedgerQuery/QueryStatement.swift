import Ledger
import GRDBSQLite
import Roster

/// A prepared statement on a query's own connection.
final class QueryStatement {
  private let handle: OpaquePointer
  private let connection: QueryConnection

  init(_ handle: OpaquePointer, _ connection: QueryConnection) {
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  /// The names of its columns.
  var columns: [String] {
    (0..<sqlite3_column_count(handle)).map { index in
      sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
    }
  }

  /// Whether it only reads.
  var onlyReads: Bool { sqlite3_stmt_readonly(handle) != 0 }

  /// The names of its parameters, without the colon; one without a name is `?1`.
  var parameters: [String] {
    (0..<sqlite3_bind_parameter_count(handle)).map { index in
      guard let name = sqlite3_bind_parameter_name(handle, index + 1) else {
        return "?\(index + 1)"
      }
      let text = String(cString: name)
      return text.hasPrefix(":") ? String(text.dropFirst()) : text
    }
  }

  /// Binds each parameter to its value.
  func bind(_ values: [String: QueryValue]) throws {
    let names = parameters
    for (index, name) in names.enumerated() {
      guard let value = values[name] else { throw QueryError.parameterMissing(name) }
      value.bind(to: handle, Int32(index + 1))
    }
    for name in values.keys.sorted() where !names.contains(name) {
      throw QueryError.parameterUnused(name)
    }
  }

  /// Binds values by their index, from 1, and steps to the end.
  func run(_ values: [QueryValue]) throws {
    sqlite3_reset(handle)
    for (index, value) in values.enumerated() { value.bind(to: handle, Int32(index + 1)) }
    try forEachRow { _ in }
  }

  /// Steps from row to row.
  func forEachRow(_ body: ([QueryValue]) throws -> Void) throws {
    let count = sqlite3_column_count(handle)
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw connection.failure(code, "") }
      try body((0..<count).map { QueryValue(sqlite3_column_value(handle, $0)) })
    }
  }
}

extension QueryValue {
  /// Reads a value of SQLite's.
  init(_ value: OpaquePointer?) {
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
    case SQLITE_FLOAT: self = .real(sqlite3_value_double(value))
    case SQLITE_TEXT:
      self = .text(Verbatim(String(decoding: Self.bytes(value), as: UTF8.self)))
    case SQLITE_BLOB: self = .blob(Array(Self.bytes(value)))
    default: self = .null
    }
  }

  private static func bytes(_ value: OpaquePointer?) -> UnsafeRawBufferPointer {
    let start = sqlite3_value_blob(value)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
  }

  fileprivate func bind(to statement: OpaquePointer, _ index: Int32) {
    switch self {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .real(let number): sqlite3_bind_double(statement, index, number)
    case .text(let text):
      sqlite3_bind_text(statement, index, text.text, Int32(text.text.utf8.count), Self.copied)
    case .blob(let bytes):
      sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), Self.copied)
    }
  }

  /// Returns the value as a function's result.
  func give(to context: OpaquePointer?) {
    switch self {
    case .null: sqlite3_result_null(context)
    case .integer(let number): sqlite3_result_int64(context, number)
    case .real(let number): sqlite3_result_double(context, number)
    case .text(let text):
      sqlite3_result_text(context, text.text, Int32(text.text.utf8.count), Self.copied)
    case .blob(let bytes):
      sqlite3_result_blob(context, bytes, Int32(bytes.count), Self.copied)
    }
  }

  private static var copied: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
