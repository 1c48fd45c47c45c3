package import GRDB
import GRDBSQLite
import Roster

/// Statements in one call: SQL, the values of its parameters in order, and what to do with each row.
///
/// Example: `try database.rows("SELECT id FROM entry WHERE user = ?", [user]) { $0.integer(0) }`.
/// A path that runs for each value of a roster keeps a ``SQLStatement`` instead, because boxing the
/// values costs as much as a small statement.
extension Database {
  /// What `read` returns for each row.
  package func rows<T>(
    _ sql: String,
    _ values: [(any SQLBindable)?] = [],
    read: (SQLRow) throws -> T
  ) throws -> [T] {
    var found: [T] = []
    try statement(sql, values).forEachRow { found.append(try read($0)) }
    return found
  }

  /// What `read` returns for the first row; nil if there is no row.
  package func first<T>(
    _ sql: String,
    _ values: [(any SQLBindable)?] = [],
    read: (SQLRow) throws -> T
  ) throws -> T? {
    try statement(sql, values).first(read)
  }

  /// Runs a statement, and calls `body` for each row, if it has any.
  package func run(
    _ sql: String,
    _ values: [(any SQLBindable)?] = [],
    body: (SQLRow) throws -> Void = { _ in }
  ) throws {
    try statement(sql, values).forEachRow(body)
  }

  private func statement(_ sql: String, _ values: [(any SQLBindable)?]) throws -> SQLStatement {
    let statement = try SQLStatement(self, sql)
    for (index, value) in values.enumerated() {
      let index = Int32(index + 1)
      if let value { value.bind(to: statement, at: index) } else { statement.bind(index, nil) }
    }
    return statement
  }
}
