import LedgerVerification
import Foundation
import GRDB
import Ledger
import LedgerHistory
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

@Suite struct BadDayTests {
  private let folder: TemporaryFolder
  private let now = Instant(milliseconds: 1_767_225_600_000)

  init() throws { folder = try TemporaryFolder() }

  @Test func `a ledger is created for its owner only`() throws {
    _ = try Ledger.create(at: folder.path("ledger"), now: now)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path("ledger"))[
      .posixPermissions
    ]
    #expect((mode as? NSNumber)?.intValue == 0o600)
  }

  @Test func `a file that is there already is left alone`() throws {
    let path = folder.path("ledger")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: LedgerError.fileExists(path: path)) { try Ledger.create(at: path, now: now) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("mine".utf8))
  }

  @Test func `a ledger in a folder that is not there cannot be created`() throws {
    let path = folder.path("nowhere/book")
    #expect(
      throws: LedgerError.cannotOpen(path: path, reason: "No such file or directory")
    ) { try Ledger.create(at: path, now: now) }
  }

  @Test func `there is no ledger without a file`() throws {
    let path = folder.path("ledger")
    #expect(throws: LedgerError.fileMissing(path: path)) { try Ledger.open(at: path) }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: [Data(), Data("employees,names\n".utf8), Data(count: 8192)])
  func `a file of another kind is not a ledger`(content: Data) throws {
    let path = folder.path("ledger")
    try content.write(to: URL(fileURLWithPath: path))
    #expect(throws: LedgerError.notALedger(path: path)) { try Ledger.open(at: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)
  }

  @Test func `a database of another program is not a ledger`() throws {
    let path = folder.path("other.sqlite")
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE staff (name)") }
    #expect(throws: LedgerError.notALedger(path: path)) { try Ledger.open(at: path) }
  }

  @Test func `a ledger of a newer version is left to a newer program`() throws {
    let path = folder.path("ledger")
    _ = try Ledger.create(at: path, now: now)
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('m9999_from_the_future')")
    }
    #expect(throws: LedgerError.newerLedger(path: path)) { try Ledger.open(at: path) }
  }

  @Test func `a damaged file is called damaged`() throws {
    let path = folder.path("ledger")
    _ = try Ledger.create(at: path, now: now)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.seek(toOffset: 4096)
    try file.write(contentsOf: Data(repeating: 0xFF, count: 40_000))
    try file.close()
    #expect {
      try Ledger.open(at: path).check()
    } throws: { error in
      if case .damaged? = error as? LedgerError { true } else { false }
    }
  }

  @Test func `a full disk loses nothing that was recorded`() async throws {
    let bench = try Bench()
    let writer = try await bench.fetch()
    _ = try writer.append(
      response(asked: ["a"], ("u1", [("a", 0, .text("kept"))])),
      now: bench.clock.now()
    )
    try writer.limitPages(to: 60)
    let large = response(
      asked: ["a"],
      ("u2", (0..<2000).map { ("a", $0, .text(Verbatim("a long value, number \($0)"))) })
    )
    #expect(throws: LedgerError.diskFull(path: bench.ledger.path)) {
      try writer.append(large, now: bench.clock.now())
    }
    try writer.limitPages(to: 1_000_000)
    #expect(try bench.roster() == ["u1.a[0]=kept"])
    #expect(try writer.append(large, now: bench.clock.now()).changed == 2000)
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.ledger.verify().findings == [])
    var entries: [EntryID] = []
    try bench.ledger.entries(EntryFilter()) { entries.append($0.entry) }
    #expect(entries == Array(1...4))
  }

  @Test func `a closed operation takes nothing more`() async throws {
    let bench = try Bench()
    let writer = try await bench.fetch()
    try writer.close(.finished, now: bench.clock.now())
    #expect(throws: LedgerError.operationClosed(1)) {
      try writer.close(.finished, now: bench.clock.now())
    }
  }

  @Test func `what is in the log can be neither changed nor deleted`() async throws {
    let bench = try Bench()
    try await bench.enumerate(["u1", "u2"])
    try await bench.record(
      response(
        asked: ["a"],
        absent: [AbsentUser(user: "u2", code: "1", message: "m")],
        ("u1", [("a", 0, .text("1"))])
      )
    )
    try Self.tryToChangeEverything(in: bench.ledger.path)
  }

  @Test func `no personal text is outside the tables that are made for it`() async throws {
    let bench = try Bench()
    try await bench.enumerate(["secret-absent"])
    try await bench.record(
      response(
        asked: ["a"],
        absent: [AbsentUser(user: "secret-absent", message: "secret-message")],
        (
          "secret-user",
          [("a", 0, .item(value: .text("secret-value"), label: .text("secret-label")))]
        )
      )
    )
    try Self.lookForSecrets(in: bench.ledger.path)
  }

  @Test func `a backup is a ledger of its own, taken while another writes`() async throws {
    let bench = try Bench()
    let writer = try await bench.fetch()
    _ = try writer.append(
      response(asked: ["a"], ("u1", [("a", 0, .text("1"))])),
      now: bench.clock.now()
    )
    let path = bench.folder.path("copy")
    try bench.ledger.backUp(to: path)
    _ = try writer.append(
      response(asked: ["a"], ("u1", [("a", 0, .text("2"))])),
      now: bench.clock.now()
    )
    let copy = try Ledger.open(at: path)
    #expect(try copy.statistics().entries == 2)
    #expect(throws: LedgerError.fileExists(path: path)) { try bench.ledger.backUp(to: path) }
    #expect(
      (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?
        .intValue == 0o600
    )
  }

  private static func tryToChangeEverything(in path: String) throws {
    let queue = try DatabaseQueue(path: path)
    let tables = try queue.read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'projected_%'
          AND name NOT LIKE 'remembered_%' AND name NOT LIKE 'sqlite_%'
          AND name <> 'grdb_migrations'
          """
      )
    }
    #expect(tables.count == 54)
    for table in tables {
      let (rows, column) = try queue.read { database in
        (
          try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0,
          try String.fetchOne(
            database,
            sql: "SELECT name FROM pragma_table_info(?)",
            arguments: [table]
          ) ?? ""
        )
      }
      guard rows > 0 else { continue }
      #expect(throws: DatabaseError.self, "\(table)") {
        try queue.write { try $0.execute(sql: "DELETE FROM \(table)") }
      }
      #expect(throws: DatabaseError.self, "\(table)") {
        try queue.write { try $0.execute(sql: "UPDATE \(table) SET \(column) = \(column)") }
      }
    }
    #expect(throws: DatabaseError.self) {
      try queue.write {
        try $0.execute(sql: "INSERT INTO entry (id, append, kind) VALUES (99, 1, 2)")
      }
    }
  }

  private static func lookForSecrets(in path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.read { database in
      let tables = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"
      )
      for table in tables where !table.hasPrefix("personal_") {
        for row in try Row.fetchAll(database, sql: "SELECT * FROM \(table)") {
          #expect(!row.description.contains("secret"), "\(table): \(row)")
        }
      }
    }
  }
}
