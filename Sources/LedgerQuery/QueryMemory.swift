import SQLiteSettings

/// Limits the memory that SQLite uses on this thread while a query runs.
enum QueryMemory {
  /// How many bytes it may take.
  ///
  /// Some reports on 10,000 people with 65 values need more than 96 MB.
  static let limit: Int64 = 512 << 20

  /// Runs `body` under the limit: an allocation above it fails with `SQLITE_NOMEM`.
  static func bounded<T>(_ body: () throws -> T) rethrows -> T {
    sqlite_settings_limit_memory(limit)
    defer { sqlite_settings_limit_memory(0) }
    return try body()
  }
}
