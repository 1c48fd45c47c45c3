import Foundation
import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// How long questions about earlier positions take: 2,000 people of 65 values, fetched thirty
/// times.
///
/// Runs if ROLLBOOK_BENCH is set, and prints its figures; it checks that results are complete, not
/// how long they took.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ROLLBOOK_BENCH"] != nil))
struct AsOfBenchmark {
  private static let people = 2_000
  private static let fields = (0..<65).map { Verbatim("field-\($0)") }

  private func day(_ day: Int, _ person: Int, _ field: Int) -> Content {
    // One value in a hundred changes each day.
    let offset = person * 7 + field * 13
    let last = (0...day).last { (other: Int) -> Bool in (other * 31 + offset) % 100 == 0 } ?? 0
    return .text(Verbatim("value of \(person) in \(field) since \(last)"))
  }

  /// Fetches everybody on thirty days, and returns the position after each.
  private func fill(_ bench: Bench) async throws -> [ReadPosition] {
    var days: [ReadPosition] = []
    for number in 0..<30 {
      let writer = try await bench.fetch()
      for page in stride(from: 0, to: Self.people, by: 100) {
        let users = (page..<(page + 100)).map { person in
          UserResponse(
            user: Verbatim("u\(person)"),
            cells: Self.fields.indices.map {
              Cell(CellAddress(Self.fields[$0]), day(number, person, $0))
            }
          )
        }
        let now = bench.clock.now()
        _ = try writer.append(
          RosterResponse(
            system: .dingtalk,
            company: "ding1",
            asked: Set(Self.fields),
            users: users,
            absent: [],
            askedAt: now,
            receivedAt: now,
            requestID: nil
          ),
          now: now
        )
      }
      try writer.close(.finished, now: bench.clock.now())
      days.append(try bench.ledger.position(at: .now))
    }
    return days
  }

  @Test func `one person, and the whole roster, as of any day`() async throws {
    let bench = try Bench()
    let days = try await fill(bench)
    let clock = ContinuousClock()
    var slowest: [String: Duration] = [:]
    func measure(_ name: String, _ body: () throws -> Void) rethrows {
      let time = try clock.measure(body)
      slowest[name] = max(slowest[name] ?? .zero, time)
    }
    for position in [nil] + days.map(Optional.some) {
      let moment = position == nil ? "now" : "as of a day"
      var rows = 0
      try measure("the whole roster, \(moment)") {
        try bench.ledger.roster(RosterFilter(position: position)) { _ in rows += 1 }
      }
      #expect(rows == Self.people * Self.fields.count)
      for person in stride(from: 0, to: Self.people, by: 97) {
        let user = Verbatim("u\(person)")
        rows = 0
        try measure("one person, \(moment)") {
          let filter = RosterFilter(users: [user], includesLeft: true, position: position)
          try bench.ledger.roster(filter) { _ in rows += 1 }
        }
        #expect(rows == Self.fields.count)
      }
    }
    try measure("diff of the first day and now") {
      let difference = try bench.ledger.diff(from: days[0], to: days[29])
      #expect(!difference.rows.isEmpty)
    }
    try measure("drift") { try bench.ledger.drift(DriftFilter()) { _ in } }
    for (name, time) in slowest.sorted(by: { $0.key < $1.key }) {
      print("\(name): at most \(time.inSeconds * 1_000) ms")
    }
  }
}
