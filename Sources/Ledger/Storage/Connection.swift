import GRDB
import Migrations
import SQLiteSettings

/// How the ledger's file is opened.
enum Connection {
  /// `Roll`, in SQLite's field for the kind of application a file belongs to.
  static let applicationID: Int32 = 0x526F_6C6C

  static let migrator: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    for step in Migrations.all {
      migrator.registerMigration(step.name) { database in
        try database.execute(sql: String(decoding: step.sql, as: UTF8.self))
      }
    }
    return migrator
  }()

  /// SQLite takes its settings once, before the first connection of the process.
  private static let settings: Void = { _ = sqlite_settings_count_no_memory() }()

  /// A connection that cannot write.
  static func reader(_ path: String) throws -> DatabaseQueue {
    _ = settings
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    configuration.label = "rollbook.reader"
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// The one connection that writes.
  static func writer(_ path: String) throws -> DatabaseQueue {
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

  /// Whether a file's database is a ledger's.
  ///
  /// SQLite is asked for it: whoever else in this process closed the file would take the locks away
  /// with which SQLite keeps others from removing what is being written.
  static func isLedger(_ database: Database) throws -> Bool {
    try RawStatement(database, "PRAGMA application_id").first { $0.integer(0) }
      == Int64(applicationID)
  }
}
