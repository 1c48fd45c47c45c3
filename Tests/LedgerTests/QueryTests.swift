import Ledger
import LedgerQuery
import RollbookTestSupport
import Roster
import Synchronization
import Testing

/// A clock of which some time is gone each time that it is asked.
private final class HurriedTimekeeper: Timekeeper {
  private let asked = Mutex<Int64>(0)

  func now() -> Instant {
    Instant(
      milliseconds: asked.withLock { asked in
        asked += 100
        return asked
      }
    )
  }

  func monotonic() -> Instant { now() }

  func sleep(for duration: Duration) async throws {}
}

@Suite struct QueryTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private func ask(_ query: LedgerQuery) throws -> [[QueryValue]] {
    var rows: [[QueryValue]] = []
    _ = try bench.ledger.query(query, timekeeper: bench.clock, begin: { _ in }) { rows.append($0) }
    return rows
  }

  @Test func `values come as what they are, parameters, tables and functions too`() throws {
    let twice = QueryFunction(name: "twice", arguments: 1) { values in
      if case .integer(let number)? = values.first { .integer(number * 2) } else { .null }
    }
    let rows = try ask(
      LedgerQuery(
        sql: """
          SELECT :text, :number, :nothing, 1.5, x'00ff', twice(n), sha256(t) FROM extra
          -- a comment may follow
          """,
        parameters: ["text": .text("a\u{0}é"), "number": .integer(7), "nothing": .null],
        tables: [
          QueryTable(name: "extra", columns: ["n", "t"], rows: [[.integer(4), .text("")]])
        ],
        functions: [twice]
      )
    )
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(
      rows == [
        [
          .text("a\u{0}é"), .integer(7), .null, .real(1.5), .blob([0, 255]), .integer(8),
          .text(Verbatim(nothing)),
        ]
      ]
    )
  }

  @Test func `what a result was made from is known before its first row`() async throws {
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    var basis: QueryBasis?
    let count = try bench.ledger.query(
      LedgerQuery(sql: "SELECT user, value FROM roster", moment: .entry(2)),
      timekeeper: bench.clock,
      begin: { basis = $0 }
    ) { _ in }
    #expect(count == 1)
    #expect(basis?.columns == ["user", "value"])
    #expect(basis?.position.entry == 2 && basis?.lastEntry == 3)
    #expect(basis?.ledger.utf8.count == 32 && basis?.sqlDigest.utf8.count == 64)
  }

  @Test(arguments: [
    ("INSERT INTO ledger VALUES (1)", "inserts into ledger"),
    ("DELETE FROM entry", "deletes from entry"),
    ("UPDATE entry SET kind = 1", "updates entry"),
    ("WITH a AS (SELECT 1) DELETE FROM read_position", "deletes from read_position"),
    ("CREATE TABLE t (a)", "changes what the file is made of"),
    ("DROP VIEW roster", "changes what the file is made of"),
    ("VACUUM INTO '/tmp/stolen'", "changes the file"),
    ("ATTACH '/tmp/other' AS other", "attaches another file"), ("DETACH main", "detaches a file"),
    ("PRAGMA query_only = OFF", "PRAGMA query_only"), ("COMMIT", "begins or ends a transaction"),
    ("SELECT load_extension('x.so')", "loads an extension"),
    ("SELECT lookup_key FROM ledger", "reads ledger"),
    ("SELECT * FROM personal_value", "personal_value"),
    ("SELECT sql FROM sqlite_schema", "sqlite_master"), ("SELECT 1; SELECT 2", "more than one"),
    ("SELECT 1; DROP TABLE entry", "more than one"), ("SELECT 1; nonsense", "more than one"),
    ("", "has no statement"), ("-- nothing", "has no statement"),
    ("SELECT 1,\n  wages FROM roster", "(line 2): no such column: wages"),
    ("SELECT \"wages\" FROM roster", "no such column"), ("SELECT 1 FROM wages", "no such table"),
    ("SELEC 1", "syntax error"), ("SELECT :who", ":who, which was given no value"),
    ("SELECT ?", "given no value"), ("SELECT json('{')", "malformed JSON"),
    ("SELECT zeroblob(1000000000)", "too big"),
  ])
  func `what a query may not do is refused in a sentence`(sql: String, says: String) throws {
    do {
      _ = try ask(LedgerQuery(sql: sql))
      Issue.record("\(sql) was run")
    } catch let error as QueryError {
      #expect(error.message.contains(says), "\(sql): \(error.message)")
    }
    #expect(try bench.ledger.position(at: .now).entry == 0)
  }

  @Test func `a query that never ends is stopped when its time is up`() throws {
    let endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    #expect(throws: QueryError.tooLong(limit: .seconds(2))) {
      _ = try bench.ledger.query(
        LedgerQuery(sql: endless, timeLimit: .seconds(2)),
        timekeeper: HurriedTimekeeper(),
        begin: { _ in }
      ) { _ in }
    }
  }

  @Test func `a value that no parameter takes is refused, and so is reading past the position`()
    throws
  {
    #expect(throws: QueryError.parameterUnused("b")) {
      _ = try ask(LedgerQuery(sql: "SELECT :a", parameters: ["a": .null, "b": .null]))
    }
    #expect(throws: QueryError.self) {
      _ = try ask(LedgerQuery(sql: "SELECT * FROM main.roster", moment: .entry(0)))
    }
    #expect(throws: QueryError.self) {
      _ = try ask(LedgerQuery(sql: "SELECT count(*) FROM main.history", moment: .entry(0)))
    }
    #expect(try ask(LedgerQuery(sql: "SELECT * FROM main.roster")).isEmpty)
  }
}
