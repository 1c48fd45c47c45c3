import SQLiteSettings

/// Limits the memory that SQLite uses on this thread while a query runs.
enum QueryMemory {
  /// Runs `body` under a limit in bytes: an allocation above it fails with `SQLITE_NOMEM`.
  static func bounded<T>(_ limit: Int, _ body: () throws -> T) rethrows -> T {
    sqlite_settings_limit_memory(Int64(limit))
    defer { sqlite_settings_limit_memory(0) }
    return try body()
  }
}
