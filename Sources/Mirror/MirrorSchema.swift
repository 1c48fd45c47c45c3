import Ledger

/// The tables and views of a mirror, in SQL.
enum MirrorSchema {
  /// What each table of the log is called.
  static func name(of table: LogTable) -> String { "rollbook_log.\"\(table.name)\"" }

  /// The columns of a table, the log's number first.
  static func columns(of table: LogTable) -> String {
    (["log"] + table.columns.map { "\"\($0.name)\"" }).joined(separator: ", ")
  }

  /// The statements that make what is missing; they change nothing that is there.
  static func text(of tables: [LogTable]) -> String {
    let made = tables.filter { $0.name != "ledger" }.map(statement).joined(separator: "\n")
    return [
      resource(PackageResources.ledger_sql), made, resource(PackageResources.derived_sql),
      resource(PackageResources.views_sql), resource(PackageResources.report_views_sql),
    ].joined(separator: "\n")
  }

  private static func resource(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// A table with the log's number before its own columns.
  ///
  /// A text is kept by its bytes, since
  /// PostgreSQL's texts have no zero byte.
  private static func statement(for table: LogTable) -> String {
    let columns = table.columns.map { column in
      "\"\(column.name)\" \(column.isInteger ? "bigint" : "bytea")"
        + (column.isRequired ? " NOT NULL" : "")
    }
    let key = (["log"] + table.key.map { "\"\($0)\"" }).joined(separator: ", ")
    return """
      CREATE TABLE IF NOT EXISTS \(name(of: table)) (
        log bigint NOT NULL, \(columns.joined(separator: ", ")), PRIMARY KEY (\(key))
      );
      """
  }
}
