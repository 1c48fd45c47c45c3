import Foundation
import PostgreSQL
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// The commands about a mirror, against a server of PostgreSQL.
@Suite struct MirroringTests {
  @Test(
    .enabled(if: PostgresServer.programs != nil, "PostgreSQL is not installed (postgresql-15)")
  )
  func `a log is mirrored, verified and restored, and what was changed there is named`()
    async throws
  {
    try await PostgresServer.run {
      let server = try #require(PostgresServer.current)
      var stage = try Stage()
      stage.environment["ROLLBOOK_MIRROR_URL"] = server.address("postgres")
      #expect(await stage.run("init").status == .done)
      let refused = await stage.run("mirror", "follow", "--once")
      #expect(refused.status == .usage && refused.notes.contains("[mirrorNotPrepared]"))
      #expect(await stage.run("mirror", "init").status == .done)
      #expect(await stage.run("mirror", "verify").notes.contains("[mirrorEmpty]"))
      try await Self.write(stage)
      let sent = await stage.run("mirror", "follow", "--once")
      #expect(sent.status == .done && sent.result.contains("rows sent"))
      let again = await stage.run("mirror", "follow", "--once")
      #expect(again.result.contains("The mirror has all of the log."))
      let status = await stage.run("mirror", "status", "--format", "json")
      let own = try JSON(parsing: Array(status.result.utf8)).elements?.first
      #expect(own?["isOwn"] == .bool(true) && own?["lacking"] == .integer(0))
      let verified = await stage.run("mirror", "verify")
      #expect(verified.status == .done && verified.result.contains("sound"))
      let restored = await stage.run("mirror", "restore", "copy.sqlite")
      #expect(restored.status == .done && restored.notes.contains("It ends at entry"))
      let twice = await stage.run("mirror", "restore", "copy.sqlite")
      #expect(twice.notes.contains("[ledgerExists]"))
      #expect(await stage.run("verify", "--full", "--ledger", "copy.sqlite").notes != "")
      try PostgresConnection(to: server.address("postgres")).execute(
        "UPDATE rollbook_log.operation SET system = 'maycur' WHERE id = 1"
      )
      let damaged = await stage.run("mirror", "restore", "other.sqlite")
      #expect(damaged.status == .badData && damaged.result.contains("entryChanged"))
      #expect(!FileManager.default.fileExists(atPath: stage.folder.path("other.sqlite")))
      let scrubbed = await stage.run("mirror", "scrub")
      #expect(scrubbed.result.contains("rollbook_log.personal_value"))
      stage.environment["ROLLBOOK_MIRROR_URL"] = "host=/nowhere user=x dbname=y"
      #expect(await stage.run("mirror", "status").notes.contains("[postgresUnreachable]"))
    }
  }

  /// Appends something to the stage's ledger, under a signed head.
  private static func write(_ stage: Stage) async throws {
    let run = await stage.run("token", "create", "--role", "analyst")
    #expect(run.status == .done, "\(run.notes)")
  }

  @Test func `a password in the address of the settings file is refused`() async throws {
    let stage = try Stage()
    for url in ["postgresql://a:secret@host/db", "host=h password=secret"] {
      try stage.write("mirror:\n  url: \(url)\n", to: "rollbook.yaml")
      #expect(await stage.run("mirror", "status").notes.contains("[secretInSettings]"))
    }
  }

  @Test func `without an address each command says which setting is missing`() async throws {
    let run = try await Stage().run("mirror", "status")
    #expect(run.status == .badSettings && run.notes.contains("ROLLBOOK_MIRROR_URL"))
  }
}
