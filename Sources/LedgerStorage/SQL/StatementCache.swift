package import GRDB

/// The statements that run for every user or every value of a response, each looked up once.
///
/// A connection finds its statements by their text, which costs about as much as running one on a
/// single row.
package final class StatementCache {
  package enum Name: Int, CaseIterable {
    case entry, lastEntry, user
    case history, observation, observations
    case known, awaited, lastEvent
  }

  private let database: Database
  private var found: [SQLStatement?] = Array(repeating: nil, count: Name.allCases.count)

  package init(_ database: Database) { self.database = database }

  /// The statement with a name; its text is always the same.
  package func get(_ name: Name, _ sql: @autoclosure () -> String) throws -> SQLStatement {
    if let statement = found[name.rawValue] { return statement }
    let statement = try SQLStatement(database, sql())
    found[name.rawValue] = statement
    return statement
  }
}
