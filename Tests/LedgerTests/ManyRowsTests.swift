import GRDB
import Testing

@testable import Ledger
@testable import LedgerStorage

/// How many rows go into a table with few statements.
@Suite struct ManyRowsTests {
  private func table(_ body: (Database, BulkInsert) throws -> Void) throws {
    let queue = try DatabaseQueue()
    try queue.write { database in
      try database.execute(
        sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b BLOB CHECK (b <> x'00'))"
      )
      try body(
        database,
        BulkInsert(
          database,
          into: "t",
          ["id", "a", "b"],
          onConflict: "ON CONFLICT DO UPDATE SET a = excluded.a"
        )
      )
    }
  }

  private func read(_ database: Database) throws -> [[Int64]] {
    try Row.fetchAll(database, sql: "SELECT id, a, length(b) AS b FROM t ORDER BY id")
      .map { [$0["id"], $0["a"] ?? -1, $0["b"] ?? -1] }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 31, 32, 33, 40, 65, 105])
  func `each row arrives as it was bound`(count: Int) throws {
    try table { database, rows in
      for round: Int64 in [1, 2] {
        try rows.insert(count) { row, index in
          row.bind(1, Int64(index))
          row.bind(2, index.isMultiple(of: 3) ? nil : round * Int64(index))
          row.bind(3, [UInt8](repeating: 1, count: index % 5))
        }
        let expected = (0..<count).map { index in
          [
            Int64(index), index.isMultiple(of: 3) ? -1 : round * Int64(index), Int64(index % 5),
          ]
        }
        #expect(try read(database) == expected)
      }
    }
  }

  @Test func `where a row is refused, those of its statement are not there`() throws {
    try table { database, rows in
      #expect(throws: DatabaseError.self) {
        try rows.insert(70) { row, index in
          row.bind(1, Int64(index))
          row.bind(2, 0)
          row.bind(3, [index == 50 ? 0 : 1])
        }
      }
      #expect(try read(database).map { $0[0] } == Array(0..<32))
      try rows.insert(1) { row, _ in
        row.bind(1, 99)
        row.bind(2, 0)
        row.bind(3, [1])
      }
      #expect(try read(database).count == 33)
    }
  }
}
