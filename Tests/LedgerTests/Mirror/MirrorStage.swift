import Foundation
import GRDB
import Ledger
import LedgerVerification
import Mirror
import PostgreSQL
import RollbookTestSupport
import Roster
import Testing

/// A database of its own on the suite's server.
struct MirrorStage {
  let server: PostgresServer
  let database = "d" + UUID().uuidString.prefix(8).lowercased()
  let folder: TemporaryFolder

  init() throws {
    server = try #require(PostgresServer.current)
    folder = try TemporaryFolder()
    let connection = try PostgresConnection(to: server.address("postgres"))
    try connection.execute("CREATE DATABASE \(database)")
  }

  func connect(port: Int = 5432) throws -> PostgresConnection {
    try PostgresConnection(to: server.address(database, port: port))
  }

  func mirror() throws -> Mirror { Mirror(try connect()) }

  func follower(_ ledger: Ledger, port: Int = 5432) -> MirrorFollower {
    MirrorFollower(ledger) { try connect(port: port) }
  }

  /// Ends every other connection to the database.
  func killConnections() throws {
    let connection = try connect()
    try connection.execute(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
      """
    )
  }

  /// That a ledger made from the mirror has every row of another one.
  func expectRestored(_ ledger: Ledger, log: Int64? = nil, _ comment: Comment) throws {
    let path = folder.path("restored-\(UUID().uuidString).sqlite")
    let mirror = try mirror()
    let verification = try mirror.restore(
      try mirror.standing(log: log, or: ledger),
      at: path,
      keys: [try ledger.publicKey()].compactMap { $0 }
    )
    #expect(verification.findings == [], comment)
    #expect(verification.verdict != .damaged, comment)
    let (restored, source) = (try DatabaseQueue(path: path), try DatabaseQueue(path: ledger.path))
    let derived = try source.read { try String.fetchAll($0, sql: Self.projections) }
    for table in try LogTable.all().map(\.name) + derived {
      let (here, there) = (try source.rows(of: table), try restored.rows(of: table))
      #expect(here == there, "\(comment): \(table)")
    }
  }

  private static let projections = """
    SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'projected_%'
    """
}

/// What is tested against one server.
@Suite(.needsPostgres, RunningPostgres()) struct OnPostgres {}

/// A server that runs while a suite does.
struct RunningPostgres: SuiteTrait, TestScoping {
  @concurrent func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    try await PostgresServer.run(while: function)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips what needs a server where none is installed.
  static var needsPostgres: Self {
    .enabled(if: PostgresServer.programs != nil, "PostgreSQL is not installed (postgresql-15)")
  }
}
