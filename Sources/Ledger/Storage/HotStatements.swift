import GRDB

/// The statements that run for every user or every value of an answer, each found once.
///
/// A connection keeps its statements by their text; looking one up costs about as much as running
/// one that touches a single row.
final class HotStatements {
  enum Name: Int, CaseIterable {
    case entry, lastEntry, user
    case history, sight, sightings
    case known, awaited
  }

  private let database: Database
  private var found: [RawStatement?] = Array(repeating: nil, count: Name.allCases.count)

  init(_ database: Database) { self.database = database }

  /// The statement of a name, whose text is always the same.
  func get(_ name: Name, _ sql: @autoclosure () -> String) throws -> RawStatement {
    if let statement = found[name.rawValue] { return statement }
    let statement = try RawStatement(database, sql())
    found[name.rawValue] = statement
    return statement
  }
}
