import Foundation
import GRDB
import Ledger
import LedgerStorage
import LedgerVerification
import Mirror
import PostgreSQL
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog

extension OnPostgres {
  /// Following, restoring and verifying, against a server of PostgreSQL.
  @Suite struct MirrorTests {
    @Test func `a followed log is restored row by row, wherever following began and stopped`()
      async throws
    {
      let seed = UInt64.random(in: 0...UInt64.max / 2)
      let stage = try MirrorStage()
      var log = try RandomLog(seed: seed, erases: true)
      try stage.mirror().prepare(for: log.bench.ledger)
      var random = Seeded(seed)
      var follower = stage.follower(log.bench.ledger)
      var rounds = 0
      for turn in 0..<24 {
        try await log.live(1)
        guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
        if Int.random(in: 0..<2, using: &random) == 0 { try stage.killConnections() }
        if try follower.round() != nil { rounds += 1 }
        if turn % 8 == 7 {
          try stage.expectRestored(log.bench.ledger, "seed \(seed), turn \(turn)")
        }
      }
      _ = try follower.round()
      #expect(try follower.round() == nil)
      #expect(rounds > 0)
      try stage.expectRestored(log.bench.ledger, "seed \(seed)")
    }

    @Test func `every kind of entry, and all that comes late, is restored, and its proof is sound`()
      async throws
    {
      let stage = try MirrorStage()
      let log = try await FullLog(erasing: true)
      let ledger = log.bench.ledger
      try stage.mirror().prepare(for: ledger)
      var follower = stage.follower(ledger)
      let first = try #require(try follower.round())
      let end = try ledger.extent().entry
      #expect(first.from == 0 && first.to == end)
      try stage.expectRestored(ledger, "full")
      // Nothing but a time stamp comes after this.
      let head = try #require(try ledger.lastCheckpoint()).note
      let reply = StampedReply.bytes(
        digest: MerkleHash.digest(of: head).bytes,
        time: "20260102000000Z"
      )
      _ = try await ledger.take(timeStamp: reply, wait: .zero, timekeeper: log.bench.clock)
      let second = try #require(try follower.round())
      #expect(second.from == first.to && second.to == first.to && second.rows == 1)
      let mirror = try stage.mirror()
      let verification = try mirror.verify(
        mirror.standing(log: nil, or: ledger),
        at: stage.folder.path("check.sqlite"),
        keys: [try #require(try ledger.publicKey())]
      )
      #expect(verification.verdict == .sound)
      #expect(try FileManager.default.contentsOfDirectory(atPath: stage.folder.path("")).count == 1)
    }

    @Test
    func
      `wherever a connection is cut, before or after a message took effect, each row is there once`()
      async throws
    {
      let seed = UInt64.random(in: 0...UInt64.max / 2)
      var random = Seeded(seed)
      let stage = try MirrorStage()
      let proxy = try CuttingProxy(stage.server)
      defer { proxy.stop() }
      var log = try RandomLog(seed: seed, erases: true)
      try stage.mirror().prepare(for: log.bench.ledger)
      for _ in 0..<30 {
        try await log.live(1)
        let message = Int.random(in: 1...60, using: &random)
        proxy.cut(.init(message: message, isDelivered: Bool.random(using: &random)))
        var follower = stage.follower(log.bench.ledger, port: CuttingProxy.port)
        _ = try follower.round()
        #expect(
          try stage.mirror().standing(log: nil, or: log.bench.ledger).extent
            == log.bench.ledger.extent(),
          "seed \(seed)"
        )
      }
      #expect(proxy.cuts > 10, "seed \(seed)")
      try stage.expectRestored(log.bench.ledger, "seed \(seed)")
    }

    @Test func `two followers of one ledger send each row once`() async throws {
      let stage = try MirrorStage()
      let seed = UInt64.random(in: 0...UInt64.max / 2)
      var log = try RandomLog(seed: seed)
      let ledger = log.bench.ledger
      try stage.mirror().prepare(for: ledger)
      for _ in 0..<4 {
        try await log.live(3)
        await withTaskGroup { group in
          for _ in 0..<3 {
            group.addTask {
              var follower = stage.follower(ledger)
              do { while try follower.round() != nil {} } catch { Issue.record("\(error)") }
            }
          }
        }
      }
      try stage.expectRestored(ledger, "seed \(seed)")
    }

    @Test func `a ledger that is behind, and one that went another way, change nothing`()
      async throws
    {
      let stage = try MirrorStage()
      let bench = try Bench(signed: "rollbook.example/forked")
      try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
      let copy = bench.folder.path("copy.sqlite")
      try bench.ledger.backUp(to: copy)
      try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("2"))])))
      #expect(throws: MirrorError.notPrepared) {
        var follower = stage.follower(bench.ledger)
        _ = try follower.round()
      }
      try stage.mirror().prepare(for: bench.ledger)
      var follower = stage.follower(bench.ledger)
      _ = try follower.round()
      let standing = try stage.mirror().standing(log: nil, or: bench.ledger)
      let older = try Ledger.open(at: copy)
      var behind = stage.follower(older)
      let entries = (there: standing.extent.entry, here: try older.extent().entry)
      #expect(throws: MirrorError.ledgerBehind(there: entries.there, here: entries.here)) {
        _ = try behind.round()
      }
      for value in ["3", "4"] as [Verbatim] {
        let writer = try await older.begin(.showing, wait: .zero, timekeeper: bench.clock)
        let other = response(asked: ["a"], ("u1", [("a", 0, .text(value))]))
        _ = try writer.append(other, now: bench.clock.now())
        try writer.close(.finished, now: bench.clock.now())
      }
      #expect(throws: MirrorError.forked(entry: entries.there)) { _ = try behind.round() }
      #expect(try stage.mirror().standing(log: nil, or: bench.ledger) == standing)
      try stage.expectRestored(bench.ledger, "refused")
    }
  }
}
