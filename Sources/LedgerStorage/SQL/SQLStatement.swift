public import GRDB
public import GRDBSQLite
public import Roster

/// A prepared statement used through SQLite's C API, without GRDB's conversion of values.
///
/// If there is a row for every value of a roster, GRDB's rows and arguments cost more than SQLite's
/// own work. A statement belongs to its connection's cache; it is reset after each use. Parameters
/// count from 1, columns from 0.
@usableFromInline
package struct SQLStatement {
  @usableFromInline package let statement: Statement
  @usableFromInline package let database: Database
  /// How many parameters precede the one with index 1.
  @usableFromInline package var offset: Int32 = 0
  @inlinable package var handle: OpaquePointer { statement.sqliteStatement }

  package init(_ database: Database, _ sql: String) throws {
    self.database = database
    statement = try database.cachedStatement(sql: sql)
    sqlite3_reset(statement.sqliteStatement)
  }

  @inlinable package func bind(_ index: Int32, _ value: Int64) {
    sqlite3_bind_int64(handle, offset + index, value)
  }

  @inlinable package func bind(_ index: Int32, _ value: Int64?) {
    if let value { bind(index, value) } else { sqlite3_bind_null(handle, offset + index) }
  }

  @inlinable package func bind<Kind>(_ index: Int32, _ number: LedgerNumber<Kind>?) {
    bind(index, number?.rawValue)
  }

  @inlinable package func bind(_ index: Int32, _ bytes: some Sequence<UInt8>) {
    let bound: Void? = bytes.withContiguousStorageIfAvailable {
      bind(index, UnsafeRawBufferPointer($0))
    }
    if bound == nil { Array(bytes).withUnsafeBytes { bind(index, $0) } }
  }

  package func bind(_ index: Int32, blob text: Verbatim?) {
    if let text { bind(index, text.text.utf8) } else { sqlite3_bind_null(handle, offset + index) }
  }

  /// Binds bytes as a blob, and nil as NULL.
  package func bind(_ index: Int32, blob bytes: UnsafeRawBufferPointer?) {
    if let bytes { bind(index, bytes) } else { sqlite3_bind_null(handle, offset + index) }
  }

  @inlinable package func bind(_ index: Int32, _ buffer: UnsafeRawBufferPointer) {
    // A null pointer, which an empty buffer may have, would bind NULL.
    guard let base = buffer.baseAddress, !buffer.isEmpty else {
      sqlite3_bind_zeroblob(handle, offset + index, 0)
      return
    }
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    sqlite3_bind_blob64(handle, offset + index, base, UInt64(buffer.count), copied)
  }

  /// Binds a text as a text; it may have zero bytes in it.
  package func bind(_ index: Int32, text: String) {
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    let count = UInt64(text.utf8.count)
    sqlite3_bind_text64(handle, offset + index, text, count, copied, UInt8(SQLITE_UTF8))
  }

  /// Steps to the end.
  @inlinable package func run() throws {
    try forEachRow { _ in }
  }

  /// Steps from row to row.
  @inlinable package func forEachRow(_ body: (SQLRow) throws -> Void) throws {
    defer { sqlite3_reset(handle) }
    while let row = try SQLRow(stepping: statement, of: database) { try body(row) }
  }

  /// What `read` returns for the first row, or nil if there is no row.
  @inlinable package func first<T>(_ read: (SQLRow) throws -> T) throws -> T? {
    var found: T?
    try forEachRow { row in if found == nil { found = try read(row) } }
    return found
  }
}

/// A statement that is stepped between other work, over rows in a known order: one walk costs far
/// less than a statement for each row.
@usableFromInline
package final class SQLCursor {
  @usableFromInline package let statement: Statement
  @usableFromInline package let database: Database
  @usableFromInline package var isAtEnd = false

  package init(_ database: Database, _ sql: String) throws {
    self.database = database
    statement = try database.makeStatement(sql: sql)
  }

  deinit { sqlite3_reset(statement.sqliteStatement) }

  /// Steps to the next row; nil after the last.
  @inlinable package func next() throws -> SQLRow? {
    // A step after the end would begin again.
    guard !isAtEnd else { return nil }
    let row = try SQLRow(stepping: statement, of: database)
    isAtEnd = row == nil
    return row
  }
}

/// The current row of a statement; valid until the next step.
@usableFromInline
package struct SQLRow {
  @usableFromInline package let handle: OpaquePointer

  /// Steps a statement to the next row; nil after the last.
  @inlinable package init?(stepping statement: Statement, of database: Database) throws {
    switch sqlite3_step(statement.sqliteStatement) {
    case SQLITE_ROW: handle = statement.sqliteStatement
    case SQLITE_DONE: return nil
    case let code:
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: database.lastErrorMessage
      )
    }
  }

  @inlinable package func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  @inlinable package func optionalInteger(_ column: Int32) -> Int64? {
    isNull(column) ? nil : integer(column)
  }

  /// A number of the kind that the caller expects.
  @inlinable package func integer<Kind>(_ column: Int32) -> LedgerNumber<Kind> {
    LedgerNumber(rawValue: sqlite3_column_int64(handle, column))
  }

  /// A number of the kind that the caller expects; nil for NULL.
  @inlinable package func optionalInteger<Kind>(_ column: Int32) -> LedgerNumber<Kind>? {
    isNull(column) ? nil : integer(column)
  }

  /// Passes the bytes of a text or a blob to `body`, nil for NULL; valid during the call only.
  @inlinable package func withBytes<T>(
    _ column: Int32,
    _ body: (UnsafeRawBufferPointer?) throws -> T
  ) rethrows
    -> T
  {
    guard !isNull(column) else { return try body(nil) }
    let bytes = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return try body(UnsafeRawBufferPointer(start: bytes, count: count))
  }

  /// The bytes of a text or a blob; empty for NULL.
  @inlinable package func array(_ column: Int32) -> [UInt8] {
    withBytes(column) { buffer in buffer.map { [UInt8]($0) } ?? [] }
  }

  /// A text, or a blob with a text; nil for NULL.
  package func text(_ column: Int32) -> Verbatim? {
    // An empty value has no bytes either.
    guard let bytes = sqlite3_column_blob(handle, column) else {
      return isNull(column) ? nil : Verbatim("")
    }
    let count = Int(sqlite3_column_bytes(handle, column))
    return Verbatim(
      String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    )
  }

  /// Whether two rows with the same number of columns are equal, including types.
  package func isSame(as other: SQLRow) -> Bool {
    for column in 0..<sqlite3_column_count(handle) {
      let type = sqlite3_column_type(handle, column)
      guard type == sqlite3_column_type(other.handle, column) else { return false }
      switch type {
      case SQLITE_NULL: continue
      case SQLITE_INTEGER: guard integer(column) == other.integer(column) else { return false }
      case SQLITE_FLOAT: return false
      default: guard hasSameBytes(column, as: other) else { return false }
      }
    }
    return true
  }

  private func hasSameBytes(_ column: Int32, as other: SQLRow) -> Bool {
    withBytes(column) { mine in
      other.withBytes(column) { theirs in
        (mine ?? .empty).elementsEqual(theirs ?? .empty)
      }
    }
  }

  /// The content in three columns from `column` on: form, value, label.
  package func content(from column: Int32) throws -> Content {
    let form = integer(column)
    // The most frequent case. If form is NULL it reads as 0, and then there is no value either.
    if form == 0, let text = text(column + 1) {
      let part = Part.text(text)
      return .item(value: part, label: part)
    }
    guard !isNull(column) else { throw Self.missing }
    let laid = ContentForm(form: form, value: text(column + 1), label: text(column + 2))
    guard let content = laid.content else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "a value of unknown form \(form)"
      )
    }
    return content
  }

  @inlinable package func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// The error that a value is missing.
  package static var missing: DatabaseError {
    DatabaseError(
      resultCode: .SQLITE_CORRUPT,
      message: "a value is missing, and was not erased"
    )
  }
}

extension UnsafeRawBufferPointer {
  package static var empty: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
}
