import Foundation
import GRDB
import Migrations

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

  /// A connection that cannot write.
  static func reader(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    configuration.label = "rollbook.reader"
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// The one connection that writes.
  static func writer(_ path: String) throws -> DatabaseQueue {
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

  /// Whether the file begins as a ledger does, without opening it as one.
  static func isLedger(_ path: String) throws(LedgerError) -> Bool {
    let header: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      header = try file.read(upToCount: 100) ?? Data()
    } catch {
      throw .cannotOpen(path: path, reason: (error as NSError).localizedDescription)
    }
    guard header.count == 100, header.starts(with: Data("SQLite format 3\0".utf8)) else {
      return false
    }
    let identifier = header[68..<72].reduce(Int32(0)) { $0 << 8 | Int32($1) }
    return identifier == applicationID
  }
}
