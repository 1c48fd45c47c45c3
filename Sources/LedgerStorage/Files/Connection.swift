import Foundation
package import GRDB
import Migrations
import Roster
import SQLiteSettings

/// How connections to the ledger's file are opened.
package enum Connection {
  /// `Roll`, in SQLite's header field for the application of a file.
  package static let applicationID: Int32 = 0x526F_6C6C

  package static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    for step in Migrations.all {
      migrator.registerMigration(step.name) { database in
        try database.execute(sql: String(decoding: step.sql, as: UTF8.self))
      }
    }
    return migrator
  }()

  /// SQLite takes these settings once, before the first connection of the process.
  private static let settings: Void = { _ = sqlite_settings_begin() }()

  /// Gives the system back the memory that the process holds and does not use.
  package static func giveMemoryBack() { sqlite_settings_give_memory_back() }

  /// The name under which SQLite opens the file for reading.
  ///
  /// It is the path, or, in a folder that cannot be written and has no write-ahead log, a URI which
  /// says that the file does not change: SQLite could not create its index of the log there. See
  /// ``isStill(_:)``.
  package static func readable(_ path: String) -> String {
    _ = settings
    guard isStill(path) else { return path }
    var allowed = CharacterSet.urlPathAllowed
    allowed.remove(charactersIn: "?#%")
    let name = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
    return "file://\(name)?immutable=1"
  }

  /// Whether this process can write nothing beside the ledger, and there is no write-ahead log.
  ///
  /// The process that opens it then blocks writers (``Stillness``).
  package static func isStill(_ path: String) -> Bool {
    !hasLog(path) && isFixed(path) && path.hasPrefix("/")
  }

  /// Whether this process can write nothing beside the ledger, and there is a write-ahead log.
  ///
  /// SQLite can read it there only with the index of a running writer.
  static func isUnreadable(_ path: String) -> Bool { hasLog(path) && isFixed(path) }

  private static func hasLog(_ path: String) -> Bool {
    var facts = stat()
    return stat(path + "-wal", &facts) == 0 && facts.st_size > 0
  }

  private static func isFixed(_ path: String) -> Bool {
    access(URL(fileURLWithPath: path).deletingLastPathComponent().path, W_OK) != 0
  }

  /// A connection that cannot write.
  package static func reader(_ path: String) throws -> DatabaseQueue {
    _ = settings
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    configuration.label = "rollbook.reader"
    return try DatabaseQueue(path: readable(path), configuration: configuration)
  }

  /// The one connection that writes.
  package static func writer(_ path: String) throws -> DatabaseQueue {
    _ = settings
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "rollbook.writer"
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA journal_mode = WAL;
          PRAGMA synchronous = FULL;
          PRAGMA secure_delete = ON;
          PRAGMA recursive_triggers = ON;
          """
      )
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Whether a file's database is a ledger.
  ///
  /// Ask SQLite, do not open the file: closing any descriptor of it drops this process's POSIX
  /// locks, which protect what is being written.
  package static func isLedger(_ database: Database) throws -> Bool {
    try database.first("PRAGMA application_id") { $0.integer(0) }
      == Int64(applicationID)
  }
}

extension Database {
  /// Waits for other connections no longer than a time while `body` runs.
  package func waiting<T>(atMost time: Duration, _ body: () throws -> T) throws -> T {
    let patience = try first("PRAGMA busy_timeout") { Int($0.integer(0)) } ?? 0
    try execute(sql: "PRAGMA busy_timeout = \(time.inMilliseconds)")
    defer { try? execute(sql: "PRAGMA busy_timeout = \(patience)") }
    return try body()
  }
}
