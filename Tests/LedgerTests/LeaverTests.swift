import LedgerVerification
import Foundation
import Ledger
import LedgerHistory
import LedgerQuery
import RollbookTestSupport
import Roster
import Testing

/// What a system says of people who left.
@Suite struct LeaverTests {
  private static let record: Verbatim =
    #"{"lastWorkDay":1767196800000,"reasonMemo":"Umzug nach Köln"}"#

  private func dismiss(_ users: [Verbatim], in bench: Bench) async throws {
    let writer = try await bench.fetch()
    let response = LeaverResponse(
      system: .dingtalk,
      leavers: users.map { Leaver(user: $0, record: Self.record) },
      askedAt: bench.clock.now(),
      receivedAt: bench.clock.now()
    )
    try writer.append(response, now: bench.clock.now())
    try writer.close(.finished, now: bench.clock.now())
  }

  private func kinds(_ bench: Bench) throws -> [EntryKind] {
    var kinds: [EntryKind] = []
    try bench.ledger.entries(EntryFilter()) { kinds.append($0.kind) }
    return kinds.filter { ![.opened, .closed, .enumerated].contains($0) }
  }

  @Test func `a record follows the left entry, and stays until the user returns`()
    async throws
  {
    let bench = try Bench()
    try await bench.enumerate(["u1", "u2", "u3"])
    #expect(try await bench.enumerate(["u1"]).leavers == ["u2", "u3"])
    let key = UserKey(.dingtalk, "u2")
    #expect(try bench.ledger.leaving(of: key) == nil)
    try await dismiss(["u2"], in: bench)
    #expect(try bench.ledger.leaving(of: key) == Self.record)
    // Of the other nothing is known but that they are on the list no more.
    #expect(try bench.ledger.leaving(of: UserKey(.dingtalk, "u3")) == nil)
    try await bench.enumerate(["u1", "u2"])
    #expect(try bench.ledger.leaving(of: key) == nil)
    #expect(
      try kinds(bench) == [.joined, .joined, .joined, .left, .left, .dismissed, .rejoined]
    )
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test func `the reasons go with the person, from every byte of the file`() async throws {
    let bench = try Bench()
    try await bench.enumerate(["u1", "u2"])
    try await bench.enumerate(["u1"])
    try await dismiss(["u2"], in: bench)
    let writer = try await bench.fetch()
    _ = try writer.erase("u2", fields: nil, now: bench.clock.now())
    try writer.scrub()
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.ledger.verify().findings == [])
    let file = try Data(contentsOf: URL(fileURLWithPath: bench.ledger.path))
    #expect(!file.has("Umzug nach"))
    try await dismiss(["u2"], in: bench)
    #expect(try kinds(bench).suffix(2) == [.erased, .suppressed])
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test func `the view has the day and the reasons`() async throws {
    let bench = try Bench()
    try await bench.enumerate(["u1", "u2"])
    try await bench.enumerate(["u1"])
    try await dismiss(["u2"], in: bench)
    let query = LedgerQuery(
      sql:
        "SELECT user, json_extract(record, '$.lastWorkDay') AS day, json_extract(record, '$.reasonMemo') AS memo FROM dismissals"
    )
    var rows: [String] = []
    let count = try bench.ledger.query(query, timekeeper: bench.clock, begin: { _ in }) {
      rows.append("\($0)")
    }
    #expect(count == 1)
    #expect(rows.count == 1 && rows[0].contains("1767196800000"))
    #expect(rows[0].contains("Umzug nach Köln"))
  }
}
