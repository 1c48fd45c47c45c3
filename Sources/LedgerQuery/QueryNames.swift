import Roster

/// Finds out which tables a query names, by preparing it on a connection that has only the allowed
/// tables.
///
/// It is never run there.
///
/// On the ledger's own connection, SQLite says for which table a column is read, but not for whom:
/// a common table expression looks like a view. On a connection with the allowed tables only, a
/// statement that can be prepared names nothing else, at any depth.
struct QueryNames {
  /// The views that a query may read: exactly those of `docs/format.md`.
  static let views: Set<String> = [
    "accessed_people", "accesses", "batch_rows", "batches", "cell_versions", "cells", "changes",
    "configurations", "decisions",
    "dismissals", "entries", "erasures", "fields", "history", "imports", "last_observations",
    "last_responses", "links",
    "lists", "memberships", "observations", "operations", "options", "overrides", "proposals",
    "read_position",
    "roster", "scopes", "set_asides", "stored_events", "tokens", "users", "writes",
  ]

  /// Table functions that read only their arguments.
  private static let functions: Set<String> = ["json_each", "json_tree"]

  private let query: LedgerQuery
  private let connection: QueryConnection
  private let isLaid: Bool

  /// Creates the tables that a query may read, without rows.
  ///
  /// - Parameters:
  ///   - query: The query.
  ///   - functions: The functions that it may call besides SQLite's own.
  ///   - isLaid: Whether it reads views in `temp`: as of a position, or with masks.
  ///   - columns: Returns the columns of a view.
  /// - Throws: `QueryError` or `LedgerError`.
  init(
    of query: LedgerQuery,
    functions: [QueryFunction],
    isLaid: Bool,
    columns: (String) throws -> [String]
  ) throws {
    self.query = query
    self.isLaid = isLaid
    let guardian = QueryGuard()
    connection = try QueryConnection(nil, guardian: guardian)
    let text = query.sql.lowercased()
    for view in Self.views.sorted() where text.contains(view) {
      let schema = isLaid || view == "read_position" ? "temp" : "main"
      try make(view, in: schema, columns: try columns(view))
    }
    for table in query.tables { try make(table.name, in: "temp", columns: table.columns) }
    for function in functions { try connection.register(function) }
    // Table-valued functions, of which a query may use two only.
    let made = try connection.rows("SELECT lower(name) FROM pragma_module_list").compactMap {
      if case .text(let name)? = $0.first { name.text } else { nil }
    }
    for table in Self.functions { _ = try connection.rows("SELECT key FROM \(table)('[]')") }
    guardian.readable = Self.views.union(query.tables.map { $0.name.lowercased() })
      .union(Self.functions)
    guardian.unreadable = Set(made).subtracting(Self.functions)
    guardian.arm()
  }

  private func make(_ table: String, in schema: String, columns: [String]) throws {
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    try connection.execute("CREATE TABLE \(schema).\"\(table)\" (\(names))")
  }

  /// Refuses a query that names anything else; the ledger's own connection has prepared it already.
  ///
  /// - Throws: `QueryError.forbidden`.
  func check() throws {
    do {
      _ = try connection.prepare(query.sql)
    } catch QueryError.wrong(let reason, let line) {
      let start = "no such table: "
      guard reason.hasPrefix(start) else { throw QueryError.wrong(reason: reason, line: line) }
      let name = String(reason.dropFirst(start.count))
      let view = name.lowercased().hasPrefix("main.") ? String(name.dropFirst(5)) : nil
      if isLaid, let view, Self.views.contains(view.lowercased()) {
        throw QueryError.forbidden(
          what: "names main.\(view), which knows no moment and no masks; leave `main.` out"
        )
      }
      throw QueryError.forbidden(
        what: "reads \(name), which is none of the views of docs/format.md"
      )
    }
  }
}
