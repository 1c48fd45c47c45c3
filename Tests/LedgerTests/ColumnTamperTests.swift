import LedgerVerification
import Foundation
import GRDB
import Ledger
import LedgerStorage
import RollbookTestSupport
import Testing

/// Every column of every table of the log is changed once, in a row that has a value there and in
/// one that has none: none may go unnoticed.
@Suite struct ColumnTamperTests {
  private struct Change: CustomStringConvertible {
    let table: String
    let column: String
    let isNull: Bool
    let sql: [String]
    var description: String { "\(table).\(column)\(isNull ? " (absent)" : "")" }
  }

  private func changes(in queue: DatabaseQueue) throws -> [Change] {
    try queue.read { database in
      let tables = try String.fetchAll(
        database,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'projected_%'
          AND name NOT LIKE 'remembered_%' AND name NOT LIKE 'sqlite_%'
          AND name <> 'grdb_migrations' ORDER BY name
          """
      )
      return try tables.flatMap { try Self.changes(of: $0, in: database) }
    }
  }

  private static func changes(of table: String, in database: Database) throws -> [Change] {
    let columns = try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))")
    let keys = columns.filter { $0["pk"] as Int > 0 }.map { $0["name"] as String }
    let identity = keys.map { "'\($0) = ' || quote(\($0))" }.joined(separator: " || ' AND ' || ")
    return try columns.flatMap { row -> [Change] in
      let (column, type): (String, String) = (row["name"], row["type"])
      return try [false, true].compactMap { isNull in
        let place = try String.fetchOne(
          database,
          sql: """
            SELECT \(identity) FROM \(table) WHERE \(column) IS \(isNull ? "" : "NOT ")NULL
            ORDER BY 1 DESC LIMIT 1
            """
        )
        guard let place else { return nil }
        return Change(
          table: table,
          column: column,
          isNull: isNull,
          sql: values(column, type: type, isNull: isNull).map {
            "UPDATE \(table) SET \(column) = \($0) WHERE \(place) AND \(column) IS NOT \($0)"
          }
        )
      }
    }
  }

  /// Other values for a column, the next one if a constraint refuses one.
  private static func values(_ column: String, type: String, isNull: Bool) -> [String] {
    switch (type, isNull) {
    case ("INTEGER", true): ["1"]
    case ("INTEGER", false): ["\(column) + 1000", "1 - \(column)", "\(column) + 1"]
    case ("TEXT", true): ["'x'"]
    case ("TEXT", false): ["\(column) || 'x'"]
    case (_, true): ["x'00'"]
    case (_, false):
      [
        "CAST(substr(\(column), 1, length(\(column)) - 1) || x'5A' AS BLOB)",
        "CAST(substr(\(column), 1, length(\(column)) - 1) || x'A5' AS BLOB)",
        "CAST(\(column) || x'5A' AS BLOB)",
      ]
    }
  }

  @Test func `every column of every table of the log, changed once, is noticed`() async throws {
    let tampering = try await Tampering(erasing: true)
    #expect(try tampering.verify { _ in }.verdict == .sound)
    let changes = try changes(in: tampering.log.open())
    #expect(Set(changes.map(\.table)).count == 52)
    for change in changes {
      var changed = 0
      do {
        let verification = try tampering.verify(of: change.table) { database in
          for sql in change.sql where changed == 0 {
            do {
              try database.execute(sql: sql)
              changed = database.changesCount
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {}
          }
          // What can be no other number is changed past the constraint.
          guard changed == 0, let sql = change.sql.first else { return }
          try database.execute(sql: "PRAGMA ignore_check_constraints = ON; \(sql)")
          changed = database.changesCount
        }
        #expect(verification.verdict == .damaged, "\(change) went unnoticed")
      } catch LedgerError.proof(.keyOfOtherLedger) {
        // The key was made for a ledger of another id.
        #expect(change.table == "ledger")
      } catch { Issue.record("\(change): \(error)") }
      #expect(changed > 0, "\(change) was not changed")
    }
  }
}
