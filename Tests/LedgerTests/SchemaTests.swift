import Crypto
import Foundation
import GRDB
import Ledger
import Migrations
import RollbookTestSupport
import Roster
import Testing

@Suite struct SchemaTests {
  private var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../migrations/sql").standardizedFileURL
  }

  @Test func `every migration in the folder is listed, in order`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".sql") }.sorted()
    #expect(!files.isEmpty)
    #expect(Migrations.all.map { $0.name + ".sql" } == files)
    for migration in Migrations.all {
      let file = folder.appendingPathComponent(migration.name + ".sql")
      #expect(try Data(contentsOf: file) == Data(migration.sql))
    }
  }

  /// A released migration is never edited: what it made is in people's ledgers.
  @Test func `no migration was edited`() {
    let sums = Migrations.all.map { migration in
      let digest = SHA256.hash(data: migration.sql).map { byte in
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }
      return "\(digest.joined())  \(migration.name).sql\n"
    }
    let difference = Golden.difference(sums.joined(), "migrations.sha256")
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func `the schema is the one that was reviewed`() throws {
    let temporary = try TemporaryFolder()
    let ledger = try Ledger.create(
      at: temporary.path("ledger"),
      now: Instant(milliseconds: 0)
    )
    let schema = try DatabaseQueue(path: ledger.path).read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT type || ' ' || name || char(10) || sql || char(10) FROM sqlite_schema
          WHERE sql IS NOT NULL AND name NOT LIKE 'grdb_%' ORDER BY type, name
          """
      )
    }
    let difference = Golden.difference(schema.joined(separator: "\n"), "schema.sql")
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func `the page on the format has every view, with its columns in their order`() throws {
    let temporary = try TemporaryFolder()
    let ledger = try Ledger.create(at: temporary.path("book"), now: Instant(milliseconds: 0))
    let page = try Repository.text("docs/format.md").components(separatedBy: "\n")
    let views = try DatabaseQueue(path: ledger.path).read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'view' AND name NOT IN
            ('cell_changes', 'cell_events', 'expected_cells', 'expected_writes')
          """
      ).map { view in (name: view, columns: try database.columns(in: view).map(\.name)) }
    }
    #expect(views.count > 15)
    for view in views {
      let row = try #require(
        page.first { $0.hasPrefix("| `\(view.name)` | ") },
        "docs/format.md has no row for the view \(view.name)"
      )
      let cells = row.components(separatedBy: " | ")
      #expect(Self.spans(cells.last ?? "") == view.columns, "docs/format.md, \(view.name)")
    }
  }

  /// SQLite writes a view that is joined with LEFT JOIN, and has joins of its own, into a temporary
  /// table: a question about one person would cost what the whole company does.
  @Test func `no view that is asked writes all events into a temporary table`() throws {
    let temporary = try TemporaryFolder()
    let ledger = try Ledger.create(at: temporary.path("book"), now: Instant(milliseconds: 0))
    let database = try DatabaseQueue(path: ledger.path)
    let plans = try database.read { database in
      try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
        .map { view in
          let plan = try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN SELECT * FROM \(view)")
          return (view: view, steps: plan.compactMap { $0["detail"] as String? })
        }
    }
    #expect(plans.count > 15)
    for plan in plans {
      let made = plan.steps.filter { $0.hasPrefix("MATERIALIZE (subquery") }
      #expect(made == [], "\(plan.view): read one column a subquery in place of LEFT JOIN")
    }
  }

  /// The code spans of a text that are not in brackets.
  private static func spans(_ text: String) -> [String] {
    var depth = 0
    var spans: [String] = []
    var span: String?
    for character in text {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      case "`" where depth == 0:
        if let whole = span { spans.append(whole) }
        span = span == nil ? "" : nil
      default: span?.append(character)
      }
    }
    return spans
  }
}
