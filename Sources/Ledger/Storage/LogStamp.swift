import GRDB

/// Which state of the log a connection reads: two with the same stamp read the same rows.
struct LogStamp: Equatable {
  /// The root of the tree over all entries, as it stands there.
  private let root: [UInt8]?
  private let append: Int64
  private let amendments: Int64
  private let schema: Int64
  /// How many entries there are, by the last append.
  let entries: Int64

  /// Takes the stamp of the state that a reading has before it.
  init(_ database: Database) throws {
    func number(_ sql: String) throws -> Int64 {
      try SQLStatement(database, sql).first { $0.integer(0) } ?? 0
    }
    root = try? SQLStatement(database, "SELECT root FROM projected_head").first { $0.array(0) }
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
