import LedgerProof
package import LedgerStorage
import GRDB

extension Ledger {
  /// A value of a row that a copy of the log has.
  package enum CopiedValue {
    /// NULL.
    case null
    /// A whole number.
    case integer(Int64)
    /// The bytes of a blob or a text; valid during the call only.
    case bytes(UnsafeRawBufferPointer)
  }

  /// Makes a ledger from the rows of a copy of its log.
  ///
  /// The rows are taken as they are, whatever was done to them: what is wrong with them is for a
  /// verification to say. Projections are derived.
  ///
  /// - Parameters:
  ///   - path: The new file; an existing one is not changed.
  ///   - random: The source of what a file has of its own.
  ///   - rows: Reads the rows of a table, and passes the values of each one on, in the order of the
  ///     table's columns.
  ///   - check: Looks at the file, at the path that it receives, before it has its name. If it throws,
  ///     nothing is left.
  /// - Returns: What `check` returns.
  /// - Throws: What `rows` and `check` throw; ``LedgerError``, `damaged` if a row cannot be in a ledger.
  package static func restore<T>(
    at path: String,
    random: RandomBytes = .system,
    rows: (LogTable, ([CopiedValue]) throws -> Void) throws -> Void,
    check: (String) throws -> T
  ) throws -> T {
    var failure: (any Error)?
    do {
      return try NewFile.fill(path) { partial in
        do {
          try fill(partial, random: random, rows: rows)
          return try check(partial)
        } catch {
          failure = error
          throw error
        }
      }
    } catch { throw failure.map { $0 is DatabaseError ? error : $0 } ?? error }
  }

  private static func fill(
    _ path: String,
    random: RandomBytes,
    rows: (LogTable, ([CopiedValue]) throws -> Void) throws -> Void
  ) throws {
    let tables = try LogTable.all()
    let queue = try Connection.writer(path)
    try Connection.migrator.migrate(queue)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
      try database.withoutTriggers {
        try database.inTransaction {
          try mark(database, random: random)
          for table in tables {
            let insert = try RowInsert(database, table)
            try rows(table, insert.insert)
          }
          return .commit
        }
        // Where the rows contradict each other, nothing can be derived, and a verification says it.
        try? deriveProjections(database)
      }
      _ = try database.checkpoint(.truncate)
    }
    try queue.close()
  }

  private static func deriveProjections(_ database: Database) throws {
    try database.inTransaction {
      defer { Rebuild.clear(database) }
      try Rebuild(database).derive()
      for table in Rebuild.tables {
        try database.execute(sql: "INSERT INTO main.\(table) SELECT * FROM temp.\(table)")
      }
      return .commit
    }
  }
}

/// Inserts rows of one table as a copy has them.
private struct RowInsert {
  private let table: LogTable
  private let statement: SQLStatement

  init(_ database: Database, _ table: LogTable) throws {
    self.table = table
    // A text is bound by its bytes, so that a zero byte does not end it.
    let values = table.columns.map { $0.isText ? "CAST(? AS TEXT)" : "?" }.joined(separator: ", ")
    let columns = table.columns.map(\.name).joined(separator: ", ")
    statement = try SQLStatement(
      database,
      "INSERT INTO \(table.name) (\(columns)) VALUES (\(values))"
    )
  }

  func insert(_ row: [Ledger.CopiedValue]) throws {
    for (index, value) in row.enumerated() {
      switch value {
      case .null: statement.bind(Int32(index + 1), nil as Int64?)
      case .integer(let number): statement.bind(Int32(index + 1), number)
      case .bytes(let bytes): statement.bind(Int32(index + 1), bytes)
      }
    }
    do { try statement.run() } catch let error as DatabaseError {
      guard error.resultCode.primaryResultCode == .SQLITE_CONSTRAINT else { throw error }
      let numbers = zip(table.columns, row).compactMap { column, value in
        if case .integer(let number) = value { "\(column.name) \(number)" } else { nil }
      }
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: """
          a row of \(table.name) (\(numbers.joined(separator: ", "))) cannot be in a ledger: \
          \(error.message ?? "\(error.resultCode)")
          """
      )
    }
  }
}
