import LedgerVerification
import Foundation
import GRDB
import Ledger
import RollbookTestSupport
import Roster
import Testing

/// How dense and how fast the proof is: run with `ROLLBOOK_BENCH=1`, better in an optimised build.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ROLLBOOK_BENCH"] != nil))
struct ProofBenchmark {
  private static func number(_ name: String, else usual: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
  }

  private let people = number("ROLLBOOK_BENCH_PEOPLE", else: 2_000)
  private let fetches = number("ROLLBOOK_BENCH_FETCHES", else: 30)

  private func page(_ users: Range<Int>, round: Int) -> RosterResponse {
    let fields = (0..<65).map { Verbatim("sys\(10 + $0 / 10)-field\($0)") }
    let now = Instant(milliseconds: 1_767_225_600_000)
    return RosterResponse(
      system: .dingtalk,
      company: "ding1",
      asked: Set(fields),
      users: users.map { user in
        UserResponse(
          user: Verbatim("u\(100_000 + user)"),
          cells: fields.map { field in
            let value = Verbatim("\(field.text.utf8.count) \(user) \(round)")
            return Cell(CellAddress(field), .item(value: .text(value), label: .text(value)))
          }
        )
      },
      absent: [],
      askedAt: now,
      receivedAt: now,
      requestID: "16bz3kd9jv2vw"
    )
  }

  private func fetch(_ bench: Bench, round: Int) async throws {
    let writer = try await bench.fetch()
    for start in stride(from: 0, to: people, by: 100) {
      let page = page(start..<min(start + 100, people), round: round)
      _ = try writer.append(page, now: bench.clock.now())
    }
    try writer.close(.finished, now: bench.clock.now())
  }

  /// The bytes of each table with its indexes.
  private func bytes(_ bench: Bench) throws -> [String: Int] {
    try DatabaseQueue(path: bench.ledger.path).read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name
          GROUP BY s.tbl_name
          """
      )
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  @Test func `an unchanged value's proof, and the speed of a full verification`() async throws {
    let bench = try Bench(signed: "rollbook.example/bench")
    try await fetch(bench, round: 0)
    let before = try bytes(bench)
    let clock = ContinuousClock()
    let writing = try await clock.measure {
      for _ in 0..<fetches { try await fetch(bench, round: 0) }
    }
    let after = try bytes(bench)
    let values = Double(people * 65 * fetches)
    let grown = after.merging(before) { $0 - $1 }
    let proof = ["tile", "checkpoint", "projected_head", "projected_values", "proof_key"]
      .reduce(0) { $0 + (grown[$1] ?? 0) }
    let all = grown.values.reduce(0, +)
    print("fetches: \(values / writing.inSeconds / 1e6) million values a second")
    print("unchanged: \(Double(all) / values) bytes a value, proof \(Double(proof) / values)")
    try verify(bench, "unchanged values")
    for round in 1...4 { try await fetch(bench, round: round) }
    try verify(bench, "with \(people * 65 * 5) stored events")
    let mark = clock.now
    let second = try bench.ledger.verify(.sinceMark)
    #expect(second.verdict == .sound && second.entries == 0)
    print("nothing new: \((clock.now - mark).inSeconds) s")
  }

  private func verify(_ bench: Bench, _ what: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let verification = try bench.ledger.verify()
    let seconds = (clock.now - start).inSeconds
    #expect(verification.verdict == .sound)
    let values = Double(verification.values) / seconds * 60 / 1e6
    let stored = Double(try bench.ledger.statistics().storedEvents) / seconds * 60 / 1e6
    print(
      "verify, \(what): \(seconds) s, \(values) million values a minute, "
        + "\(stored) million stored events a minute"
    )
  }
}
