import GRDB
import Ledger
@testable import LedgerHistory
import LedgerStorage
import LedgerVerification
import RollbookTestSupport
import Roster
import Testing

/// Tokens of the service and settings in force, as entries of the log.
@Suite struct GrantTests {
  private let bench: Bench

  init() throws { bench = try Bench(signed: "rollbook.test/grants") }

  private func begin(_ kind: OperationKind) async throws -> LedgerWriter {
    bench.clock.advance(by: .seconds(60))
    return try await bench.ledger.begin(
      OperationRequest(
        kind: kind,
        system: .dingtalk,
        actor: "it@host",
        reason: "service",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
  }

  /// Creates tokens whose hashes are 32 times the same byte.
  private func grant(_ bytes: [UInt8], until: Instant? = nil, name: Verbatim? = nil) async throws
    -> [EntryID]
  {
    let writer = try await begin(.token)
    let numbers = try bytes.map { byte in
      let hash = [UInt8](repeating: byte, count: 32)
      let token = NewToken(hash: hash, role: "auditor", until: until, name: name)
      return try writer.grant(token, now: bench.clock.now())
    }
    try writer.close(.finished, now: bench.clock.now())
    return numbers
  }

  private func revoke(_ number: EntryID) async throws {
    let writer = try await begin(.token)
    defer { try? writer.close(.finished, now: bench.clock.now()) }
    try writer.revoke(number, now: bench.clock.now())
  }

  @Test func `a token is found by its hash, with its end, its creator and its revocation`()
    async throws
  {
    let until = bench.clock.now() + .seconds(3_600)
    let numbers = try await grant([1, 2], until: until, name: "年审")
    let created = bench.clock.now()
    try await revoke(numbers[0])
    let grants = try bench.ledger.grants()
    #expect(grants.map(\.number) == numbers)
    let hash = [UInt8](repeating: 1, count: 32)
    let found = try #require(try bench.ledger.grant(tokenHash: hash))
    #expect(found == grants[0])
    #expect(
      found
        == TokenGrant(
          number: numbers[0],
          role: "auditor",
          name: "年审",
          until: until,
          createdAt: created,
          actor: "it@host",
          revokedAt: bench.clock.now()
        )
    )
    #expect(grants[1].revokedAt == nil)
    #expect(try bench.ledger.grant(tokenHash: [UInt8](repeating: 9, count: 32)) == nil)
    #expect(try bench.ledger.verify(.full).verdict == .sound)
  }

  @Test func `a token is revoked once, and only if there is one`() async throws {
    let number = try await grant([1])[0]
    try await revoke(number)
    let entries = try bench.ledger.statistics().entries
    await #expect(throws: LedgerError.grant(.alreadyRevoked(number))) { try await revoke(number) }
    await #expect(throws: LedgerError.grant(.noSuchToken(1))) { try await revoke(1) }
    // An opened and a closed entry each.
    #expect(try bench.ledger.statistics().entries == entries + 4)
  }

  @Test func `no two tokens have the same hash`() async throws {
    _ = try await grant([1])
    await #expect(throws: LedgerError.self) { _ = try await grant([1]) }
    #expect(try bench.ledger.grants().count == 1)
    #expect(try bench.ledger.verify(.full).findings == [])
  }

  @Test func `the settings in force are the last that were recorded`() async throws {
    #expect(try bench.ledger.configurationInForce() == nil)
    for byte: UInt8 in [1, 2, 1] {
      let digest = [UInt8](repeating: byte, count: 32)
      let writer = try await begin(.configure)
      try writer.configure(digest, now: bench.clock.now())
      try writer.close(.finished, now: bench.clock.now())
      #expect(try bench.ledger.configurationInForce() == digest)
    }
  }

  @Test func `the name of a token goes with the person whom it names`() async throws {
    let cells: [(FieldCode, Int, Content)] = [("sys00-name", 0, .text("欧阳娜娜"))]
    try await bench.record(response(asked: ["sys00-name"], ("u1", cells)))
    _ = try await grant([1], name: "欧阳娜娜的电脑")
    let writer = try await begin(.erase)
    _ = try writer.erase("u1", fields: nil, now: bench.clock.now())
    try writer.scrub()
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.ledger.grants().map(\.name) == [nil])
    let names = try await DatabaseQueue(path: bench.ledger.path).read {
      try String.fetchAll($0, sql: "SELECT name FROM tokens")
    }
    #expect(names == ["(erased)"])
    #expect(try bench.ledger.verify(.full).findings == [])
  }

  /// A request of the service must not read what thousands of tokens hold.
  @Test func `one token is found by an index, and so is whether it was revoked`() async throws {
    let steps = try await DatabaseQueue(path: bench.ledger.path).read { database in
      try Row.fetchAll(
        database,
        sql: "EXPLAIN QUERY PLAN \(Ledger.grantQuery) WHERE t.hash = x'00'"
      ).map { $0["detail"] as String }
    }
    #expect(steps.count > 5)
    #expect(steps.allSatisfy { !$0.hasPrefix("SCAN") }, "\(steps)")
  }
}
