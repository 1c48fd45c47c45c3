package import GRDB

/// Inserts rows of one shape, many with one statement.
///
/// A statement opens each table and index that it writes or refers to, finds the place of its first
/// row, and closes them. With many rows, that would be a third of the work.
package final class BulkInsert {
  /// The numbers of rows in one statement, the largest first.
  private static let sizes = [32, 8, 1]

  private let database: Database
  private let columns: Int
  private let before: String
  private let after: String
  private var statements = [SQLStatement?](repeating: nil, count: sizes.count)

  /// Prepares the statements.
  ///
  /// - Parameters:
  ///   - database: The database.
  ///   - table: The table.
  ///   - columns: The columns to bind, in their order.
  ///   - conflict: The clause after the values of the statement.
  package init(
    _ database: Database,
    into table: String,
    _ columns: [String],
    onConflict conflict: String = ""
  ) {
    self.database = database
    self.columns = columns.count
    before = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
    after = " " + conflict
  }

  /// Inserts rows in their order.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - bind: Binds the columns of the row with an index, from 0, as parameters from 1 on.
  /// - Throws: Errors of SQLite; the rows of the failing statement are not inserted then.
  package func insert(_ count: Int, _ bind: (inout SQLStatement, Int) throws -> Void) throws {
    var next = 0
    for (kind, size) in Self.sizes.enumerated() {
      while count - next >= size {
        let statement = try statement(kind, size)
        // One copy for all rows: each would count references.
        var row = statement
        for place in 0..<size {
          row.offset = Int32(place * columns)
          try bind(&row, next + place)
        }
        try statement.run()
        next += size
      }
    }
  }

  private func statement(_ kind: Int, _ size: Int) throws -> SQLStatement {
    if let found = statements[kind] { return found }
    let row = "(" + Array(repeating: "?", count: columns).joined(separator: ", ") + ")"
    let rows = Array(repeating: row, count: size).joined(separator: ", ")
    let made = try SQLStatement(database, before + rows + after)
    statements[kind] = made
    return made
  }
}
