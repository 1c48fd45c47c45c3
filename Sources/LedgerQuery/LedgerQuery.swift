package import Ledger
package import Roster

/// A SQL query over the views of `docs/format.md`, which can change nothing.
package struct LedgerQuery: Sendable {
  /// One statement that selects.
  package var sql: String
  /// The values of its parameters, which are written `:name` in the SQL.
  package var parameters: [String: QueryValue]
  /// The position that it reads at.
  package var moment: AsOf
  /// Tables that exist beside the views.
  package var tables: [QueryTable]
  /// Functions that it may call, besides SQLite's own, `sha256(text)` and `user_number(system, user)`.
  package var functions: [QueryFunction]
  /// What the reader sees of values: of what they do not see, the views have the masks.
  package var sight: Sight
  /// The time limit.
  package var timeLimit: Duration
  /// How many bytes SQLite may take for it.
  package var memoryLimit: Int

  package init(
    sql: String,
    parameters: [String: QueryValue] = [:],
    moment: AsOf = .now,
    tables: [QueryTable] = [],
    functions: [QueryFunction] = [],
    sight: Sight = .everything,
    timeLimit: Duration = .seconds(60),
    memoryLimit: Int = 160 << 20
  ) {
    self.sql = sql
    self.parameters = parameters
    self.moment = moment
    self.tables = tables
    self.functions = functions
    self.sight = sight
    self.timeLimit = timeLimit
    self.memoryLimit = memoryLimit
  }
}

/// One value of a query, with SQLite's own types.
package enum QueryValue: Hashable, Sendable {
  /// NULL.
  case null
  /// A whole number; a time is milliseconds since 1970-01-01T00:00:00Z.
  case integer(Int64)
  /// A number with a fraction.
  case real(Double)
  /// A text, byte for byte.
  case text(Verbatim)
  /// Bytes.
  case blob([UInt8])
}

/// A table that exists beside the views during one query.
package struct QueryTable: Hashable, Sendable {
  /// Its name; it must not be the name of a view.
  package let name: String
  /// The names of its columns.
  package let columns: [String]
  /// Its rows.
  package let rows: [[QueryValue]]

  package init(name: String, columns: [String], rows: [[QueryValue]]) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }
}

/// A function that a query may call; it must return the same value for the same arguments.
package struct QueryFunction: Sendable {
  /// Its name.
  package let name: String
  /// The number of its arguments.
  package let arguments: Int
  /// Whether views may call it.
  package let isForViews: Bool
  /// Computes its value; what it throws ends the query.
  package let body: @Sendable ([QueryValue]) throws -> QueryValue

  package init(
    name: String,
    arguments: Int,
    isForViews: Bool = false,
    body: @escaping @Sendable ([QueryValue]) throws -> QueryValue
  ) {
    self.name = name
    self.arguments = arguments
    self.isForViews = isForViews
    self.body = body
  }
}

/// What is known of a query before its first row.
package struct QueryBasis: Hashable, Sendable {
  /// The names of the columns, in order.
  package let columns: [String]
  /// SHA-256 of the SQL's UTF-8 bytes, as 64 digits.
  package let sqlDigest: String
  /// The position that it reads at.
  package let position: ReadPosition
  /// The last entry of the log at that time.
  package let lastEntry: EntryID
  /// The ledger's random id, as 32 digits.
  package let ledger: String
}
