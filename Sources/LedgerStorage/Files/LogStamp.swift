package import GRDB

/// Identifies the state of the log that a connection reads: equal stamps mean equal rows.
package struct LogStamp: Equatable {
  /// The root of the tree over all entries, as stored.
  private let root: [UInt8]?
  private let append: Int64
  private let amendments: Int64
  private let schema: Int64
  /// The number of entries, from the last append.
  package let entries: Int64

  /// Reads the stamp of the state that a reading sees.
  package init(_ database: Database) throws {
    func number(_ sql: String) throws -> Int64 {
      try database.first(sql) { $0.integer(0) } ?? 0
    }
    root = try? database.first("SELECT root FROM projected_head") { $0.array(0) }
    append = try number("SELECT max(id) FROM append")
    amendments = try number(
      """
      SELECT (SELECT count(*) FROM limit_override) + (SELECT count(*) FROM behaviour)
        + (SELECT count(*) FROM checkpoint)
      """
    )
    schema = try number("PRAGMA schema_version")
    // Used for the progress bar only. A changed table is reported by the checks.
    entries =
      (try? number("SELECT first_entry + entries - 1 FROM append ORDER BY id DESC LIMIT 1")) ?? 0
  }
}
