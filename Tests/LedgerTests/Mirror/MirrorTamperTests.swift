import Foundation
import Ledger
import LedgerVerification
import Mirror
import PostgreSQL
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog

extension OnPostgres {
  /// What is changed in a mirror is named when a ledger is made from it.
  @Suite struct MirrorTamperTests {
    /// A full log in a mirror, of which one thing is changed at a time.
    private struct Stage {
      let stage: MirrorStage
      let log: FullLog
      let keys: [VerifierKey]
      let connection: PostgresConnection

      init() async throws {
        stage = try MirrorStage()
        log = try await FullLog(erasing: true)
        keys = [try #require(try log.bench.ledger.publicKey())]
        try stage.mirror().prepare(for: log.bench.ledger)
        var follower = stage.follower(log.bench.ledger)
        _ = try follower.round()
        connection = try stage.connect()
      }

      /// What a restoration finds, and whether it left a file; nil if rows were refused.
      func findings() throws -> (found: [ProofFinding]?, isLeft: Bool) {
        let path = stage.folder.path("restored.sqlite")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let mirror = try stage.mirror()
        let verification: Verification?
        do {
          let standing = try mirror.standing(log: 1, or: nil)
          verification = try mirror.restore(standing, at: path, keys: keys)
        } catch MirrorError.rowsRefused { verification = nil }
        let left = try FileManager.default.contentsOfDirectory(atPath: stage.folder.path(""))
        return (verification?.findings, !left.isEmpty)
      }
    }

    @Test func `a value that was changed there is named by its entry and person`() async throws {
      let stage = try await Stage()
      let row = try #require(
        try stage.connection.rows(
          """
          SELECT v.id, e.entry, p.key FROM rollbook_log.personal_value v
          JOIN rollbook_log.event e ON e.log = v.log AND e.id = v.id
          JOIN rollbook_log.entry n ON n.log = e.log AND n.id = e.entry
          JOIN rollbook_log.personal_user p ON p.log = n.log AND p.id = n."user"
          WHERE n.kind = 0 AND length(v.value) > 0 LIMIT 1
          """
        ).first
      )
      try stage.connection.run(
        "UPDATE rollbook_log.personal_value SET value = 'tampered' WHERE log = 1 AND id = $1",
        [row[0]]
      )
      let (found, isLeft) = try stage.findings()
      let finding = try #require(found?.first)
      #expect(finding.entry?.rawValue == row[1].integer)
      #expect(finding.user.map { Array($0.id.text.utf8) } == row[2].bytes)
      #expect(finding.kind == .valueChanged && !isLeft)
    }

    @Test func `a column of any table, changed in one row, is noticed, and nothing is left`()
      async throws
    {
      let stage = try await Stage()
      #expect(try stage.findings().found == [])
      let seed = UInt64.random(in: 0...UInt64.max / 2)
      var random = Seeded(seed)
      var columns = try LogTable.all().flatMap { table in table.columns.map { (table, $0) } }
      columns.shuffle(using: &random)
      let isAll = ProcessInfo.processInfo.environment["ROLLBOOK_FAULTS"] == "all"
      for (table, column) in isAll ? columns[...] : columns.prefix(25) {
        let (name, place) = ("rollbook_log.\"\(table.name)\"", "\"\(column.name)\"")
        let row = try stage.connection.rows(
          """
          SELECT ctid::text, \(place) FROM \(name) WHERE log = 1
          ORDER BY \(place) DESC NULLS \(Bool.random(using: &random) ? "FIRST" : "LAST") LIMIT 1
          """
        ).first
        guard let row, let ctid = row[0].text else { continue }
        let changed: PostgresValue =
          switch row[1] {
          case .integer(let number): .integer(number + 1_000)
          case .bytes(let bytes): .bytes(bytes.dropLast() + [(bytes.last ?? 0) ^ 0x5A])
          default: column.isInteger ? .integer(1) : .bytes([0x78])
          }
        let change = "UPDATE \(name) SET \(place) = $1 WHERE log = 1 AND ctid = "
        // A changed row has another place.
        let moved = try stage.connection.rows("\(change)'\(ctid)' RETURNING ctid::text", [changed])
        let there = try #require(moved.first?.first?.text)
        let (found, isLeft) = try stage.findings()
        #expect(found?.isEmpty != true, "seed \(seed): \(table.name).\(column.name) went unnoticed")
        #expect(!isLeft, "\(table.name).\(column.name)")
        #expect(try stage.connection.run("\(change)'\(there)'", [row[1]]) == 1)
      }
      #expect(try stage.findings().found == [])
    }
  }
}
