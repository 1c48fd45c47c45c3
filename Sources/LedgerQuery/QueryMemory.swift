import SQLiteSettings

/// Limits the memory that SQLite uses on this thread while a query runs.
enum QueryMemory {
  /// How many bytes it may take.
  static let limit: Int64 = 96 << 20

  /// Runs `body` under the limit: an allocation above it fails with `SQLITE_NOMEM`.
  static func bounded<T>(_ body: () throws -> T) rethrows -> T {
    sqlite_settings_limit_memory(limit)
    defer { sqlite_settings_limit_memory(0) }
    return try body()
  }
}
