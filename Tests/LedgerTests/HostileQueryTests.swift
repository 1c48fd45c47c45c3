import LedgerHistory
import Foundation
import GRDB
import Ledger
import LedgerQuery
import RollbookTestSupport
import Roster
import Testing

/// That no statement reads what is no view of `docs/format.md`, at whatever depth it names it, and
/// that none takes more time or memory than it may.
@Suite struct HostileQueryTests {
  /// The ways to name an object; `N` is replaced by the name.
  private static let forms = [
    "SELECT * FROM N", "SELECT count(*) FROM N", "SELECT 1 FROM N", "SELECT N.rowid FROM N",
    "SELECT (SELECT count(*) FROM N)", "SELECT EXISTS (SELECT 1 FROM N)",
    "SELECT EXISTS (SELECT * FROM N LIMIT 1)", "SELECT 1 IN N", "SELECT 1 WHERE 1 NOT IN (TABLE_N)",
    "WITH x AS (SELECT * FROM N) SELECT * FROM x",
    "WITH x AS (SELECT count(*) AS c FROM N) SELECT c FROM x",
    "WITH roster AS (SELECT * FROM N) SELECT * FROM roster",
    "WITH cells AS MATERIALIZED (SELECT * FROM N) SELECT * FROM cells",
    "WITH x AS (SELECT * FROM N), y AS (SELECT * FROM x) SELECT * FROM y",
    "WITH a AS (WITH b AS (SELECT * FROM N) SELECT * FROM b) SELECT count(*) FROM a",
    "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r, N WHERE i < 3) SELECT * FROM r",
    "WITH x(y) AS (SELECT 1 UNION SELECT 2 FROM N) SELECT y FROM x",
    "SELECT * FROM (SELECT * FROM N) AS roster", "SELECT * FROM (SELECT * FROM (SELECT * FROM N))",
    "SELECT 1 UNION ALL SELECT 1 FROM N",
    "SELECT 1 FROM read_position UNION SELECT count(*) FROM N",
    "SELECT 1 INTERSECT SELECT count(*) FROM N", "SELECT 1 EXCEPT SELECT 1 FROM N",
    "SELECT * FROM N AS roster", "SELECT * FROM read_position, N",
    "SELECT * FROM read_position JOIN N ON 1",
    "SELECT * FROM read_position LEFT JOIN N ON 0",
    "SELECT * FROM read_position CROSS JOIN (SELECT 1 FROM N)",
    "SELECT m.entry FROM read_position m WHERE m.entry >= (SELECT count(*) FROM N WHERE m.entry >= 0)",
    "SELECT count(*) OVER (ORDER BY (SELECT count(*) FROM N)) FROM read_position",
    "SELECT max((SELECT count(*) FROM N)) FROM read_position GROUP BY entry HAVING (SELECT 1 FROM N) OR 1",
    "SELECT 1 FROM read_position ORDER BY (SELECT count(*) FROM N)",
    "SELECT 1 LIMIT (SELECT count(*) FROM N)", "VALUES ((SELECT count(*) FROM N))",
    "SELECT value FROM json_each((SELECT json_array(count(*)) FROM N))",
    "SELECT iif(1, (SELECT count(*) FROM N), 0)", "SELECT 1 FROM \"N\"", "SELECT 1 FROM [N]",
    "SELECT 1 FROM `N`", "SELECT * FROM N INDEXED BY sqlite_autoindex_field_1",
    "SELECT * FROM N NOT INDEXED", "EXPLAIN SELECT * FROM N", "EXPLAIN QUERY PLAN SELECT * FROM N",
  ]

  private static func statement(_ form: String, _ prefix: String, _ name: String) -> String {
    let isQuoted = ["\"N\"", "[N]", "`N`"].contains { form.contains($0) }
    let text = form.replacing("TABLE_N", with: "SELECT 1 FROM N")
    let whole = isQuoted ? text : text.replacing(/\bN\b(?=\.rowid)/, with: name)
    return isQuoted
      ? whole.replacing(/\bN\b/, with: name)
      : whole.replacing(/\bN\b/, with: prefix + name)
  }

  private static func isRefused(
    _ sql: String,
    at moment: AsOf,
    in bench: Bench
  ) throws -> Bool {
    do {
      _ = try bench.ledger.query(
        LedgerQuery(sql: sql, moment: moment),
        timekeeper: bench.clock,
        begin: { _ in }
      ) { _ in }
      return false
    } catch is QueryError { return true }
  }

  @Test(arguments: [false, true])
  func `no form of a statement reads what is no documented view`(asOf: Bool) async throws {
    let bench = try Bench()
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    let moment: AsOf = asOf ? .entry(3) : .now
    let schema = try await DatabaseQueue(path: bench.ledger.path).read {
      try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
    }
    let views: Set<String> = [
      "accessed_people", "accesses", "batch_rows", "batches", "cell_versions", "cells", "changes",
      "configurations", "decisions", "dismissals", "entries", "erasures", "fields",
      "history", "imports", "links", "last_responses", "lists", "memberships", "read_position",
      "observations",
      "operations",
      "options", "overrides", "proposals", "roster", "scopes", "set_asides", "tokens",
      "last_observations",
      "stored_events", "users",
      "writes",
    ]
    #expect(views.isSubset(of: schema))
    let hidden =
      schema.filter { !views.contains($0) } + [
        "sqlite_schema", "sqlite_master", "sqlite_temp_schema", "sqlite_temp_master",
        "pragma_table_list", "pragma_database_list", "dbstat", "sqlite_dbpage", "sqlite_stmt",
        "bytecode", "tables_used", "json_tree_not_there",
      ]
    // 'make faults' takes every form for more tables.
    let takesAll = Sweep.takesAll
    let precious: Set<String> =
      takesAll ? ["ledger", "entry", "personal_value", "proof_key"] : ["entry", "proof_key"]
    for (index, name) in hidden.enumerated() {
      // Every form for some tables, and for every table some of the forms.
      for (place, form) in Self.forms.enumerated()
      where precious.contains(name) || (place + index) % (takesAll ? 2 : 60) == 0 {
        for prefix in ["", "main.", "temp."] {
          let sql = Self.statement(form, prefix, name)
          #expect(try Self.isRefused(sql, at: moment, in: bench), "\(sql)")
        }
      }
    }
    for name in ["roster", "read_position", "cells"] {
      for form in Self.forms
      where !form.contains("rowid") && !form.contains("EXPLAIN")
        && !form.contains("RECURSIVE") && !form.contains("INDEXED") && !form.contains("IN N")
        && !form.contains("WITH roster") && !form.contains("WITH cells")
        && !(name == "read_position" && form.contains("FROM read_position"))
      {
        let sql = Self.statement(form, "", name)
        #expect(try !Self.isRefused(sql, at: moment, in: bench), "\(sql)")
        if asOf, sql != Self.statement(form, "main.", name) {
          let present = Self.statement(form, "main.", name)
          #expect(try Self.isRefused(present, at: moment, in: bench), "\(present)")
        }
      }
    }
  }

  @Test func `a common table expression does not replace what a view reads`() async throws {
    let bench = try Bench()
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    for moment in [AsOf.now, .entry(3)] {
      var users: [QueryValue] = []
      _ = try bench.ledger.query(
        LedgerQuery(
          sql: """
            WITH personal_user(id, key) AS (SELECT 1, 'forged'), user(id, system) AS (SELECT 1, 'x'),
              event(id) AS (SELECT 0)
            SELECT user, 1 FROM users UNION ALL SELECT value, 2 FROM roster
            """,
          moment: moment
        ),
        timekeeper: bench.clock,
        begin: { _ in }
      ) { users.append($0[0]) }
      #expect(users == [.text("u1"), .text("1")])
    }
  }

  @Test(arguments: [
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n ORDER BY i DESC",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT max(i) FROM n",
    """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n),
    m AS MATERIALIZED (SELECT i, hex(randomblob(4000)) AS t FROM n) SELECT count(*) FROM m
    """,
    """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
    SELECT json_group_array(hex(randomblob(4000))) FROM n
    """,
    "SELECT " + (1...80).map { _ in "randomblob(8000000)" }.joined(separator: ", "),
    """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000)
    SELECT count(DISTINCT i || hex(zeroblob(200))) FROM n
    """,
  ])
  func `what would take all memory is stopped`(sql: String) throws {
    let bench = try Bench()
    // Of the limit that a query has by itself, 200 MB for the process leave room for the rest.
    #expect(LedgerQuery(sql: sql).memoryLimit <= 160 << 20)
    let limit = Sweep.takesAll ? LedgerQuery(sql: sql).memoryLimit : 24 << 20
    #expect(throws: QueryError.tooLarge(bytes: limit)) {
      _ = try bench.ledger.query(
        LedgerQuery(sql: sql, memoryLimit: limit),
        timekeeper: bench.clock,
        begin: { _ in }
      ) { _ in }
    }
    // The limit went with the query.
    _ = try bench.ledger.status()
  }
}
