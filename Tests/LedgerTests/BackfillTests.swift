import Foundation
import GRDB
import Ledger
import Migrations
import RollbookTestSupport
import Roster
import Testing

@Suite struct BackfillTests {
  /// A ledger as the program before the proof would have left it, with all that is in `book`.
  private func older(than book: FullBook, at path: String) throws {
    let old = try DatabaseQueue(path: path)
    var migrator = DatabaseMigrator()
    for step in Migrations.all where step.name < "m0008" {
      migrator.registerMigration(step.name) { database in
        try database.execute(sql: String(decoding: step.sql, as: UTF8.self))
      }
    }
    try migrator.migrate(old)
    try old.writeWithoutTransaction { database in
      try database.execute(
        sql: """
          PRAGMA application_id = \(0x526F_6C6C);
          PRAGMA foreign_keys = OFF;
          ATTACH '\(book.bench.ledger.path)' AS newer;
          """
      )
      let tables = try String.fetchAll(
        database,
        sql: """
          SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'grdb_%'
            AND name NOT LIKE 'sqlite_%'
          """
      )
      for table in tables {
        try database.execute(sql: "INSERT INTO main.\(table) SELECT * FROM newer.\(table)")
      }
      try database.execute(sql: "DETACH newer")
    }
    try old.close()
  }

  @Test func `a book that was written before there were leaves is proven from its first entry on`()
    async throws
  {
    let book = try await FullBook(isOld: true)
    let path = book.bench.folder.path("older")
    try older(than: book, at: path)
    let file = try book.open()
    let key =
      try await file.read { try Data.fetchOne($0, sql: "SELECT key FROM proof_key") } ?? Data()
    #expect(key.count == 32)
    _ = try Ledger.open(at: path, random: RandomBytes { [UInt8](key.prefix($0)) })
    let proven = try DatabaseQueue(path: path)
    for table in ["proof_key", "tile", "projected_head", "projected_values"] {
      let rows = try proven.rows(of: table)
      #expect(!rows.isEmpty)
      #expect(try rows == file.rows(of: table), "\(table)")
    }
  }
}
