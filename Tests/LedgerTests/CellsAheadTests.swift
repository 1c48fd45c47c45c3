import Foundation
import GRDB
import RollbookTestSupport
import Roster
import Testing

@testable import Ledger
@testable import LedgerHistory
@testable import LedgerStorage

/// How a roster that is large enough for it is read by several threads.
@Suite struct CellsAheadTests {
  private static let fields: [FieldCode] = ["a", "b", "c"]
  private static let people = 700

  private struct Stop: Error {}

  private func response(
    _ people: some Sequence<Int> = 0..<people,
    saying value: Int
  ) -> RosterResponse {
    LedgerTests.response(
      asked: Set(Self.fields),
      users: people.map { person in
        let said = Content.text(Verbatim("\(person) \(value)"))
        return (Verbatim("u\(person)"), Self.fields.map { ($0, 0, said) })
      }
    )
  }

  private func lines(_ value: (Int) -> Int) -> [String] {
    (0..<Self.people).flatMap { person in
      Self.fields.map { "u\(person).\($0)[0]=\(person) \(value(person))" }
    }
  }

  private let pages: [ClosedRange<UserNumber>] = stride(from: 1, to: 700, by: 10).map {
    $0...($0 + 9)
  }

  @Test func `two readers give the same roster as one`() async throws {
    let bench = try Bench()
    try await bench.record(response(saying: 1))
    let first = try bench.ledger.position(at: .now)
    let some = stride(from: 0, to: Self.people, by: 3)
    try await bench.record(response(some, saying: 2))
    for _ in 0..<20 {
      #expect(try bench.roster() == lines { $0.isMultiple(of: 3) ? 2 : 1 })
      #expect(try bench.roster(RosterFilter(position: first)) == lines { _ in 1 })
    }
    let ofOne = RosterFilter(fields: ["b"], position: first)
    #expect(try bench.roster(ofOne) == lines { _ in 1 }.filter { $0.contains(".b[0]") })
  }

  /// Asks for all pages; a helper that reads another log of the same shape says whose cells they
  /// are.
  private func ask(
    _ bench: Bench,
    helped by: Bench,
    at stamp: LogStamp,
    threads: Int = 1
  ) throws -> Set<Verbatim?> {
    try bench.ledger.reading { database in
      let ahead = CellReadAhead(pages, in: nil)
      ahead.help(by.ledger.path, at: stamp, upTo: nil, threads: threads)
      defer { ahead.stop() }
      var reported: Set<Verbatim?> = []
      var users: [UserNumber] = []
      for number in pages.indices {
        Thread.sleep(forTimeInterval: 0.001)
        let cells = try ahead.cells(ofPage: number, KnownCells(database))
        users += cells.map(\.user)
        reported.formUnion(
          cells.map { Verbatim($0.content.value?.text.suffix(1).description ?? "") }
        )
      }
      #expect(users == (1...700).flatMap { [$0, $0, $0] })
      return reported
    }
  }

  @Test(arguments: [1, 3])
  func `all read, each page once, in a log of the same state only`(helpers: Int) async throws {
    let (bench, other) = (try Bench(), try Bench())
    try await bench.record(response(saying: 1))
    try await other.record(response(saying: 2))
    let same = try other.ledger.reading { try LogStamp($0) }
    var reported: Set<Verbatim?> = []
    for _ in 0..<1000 where reported != ["1", "2"] {
      reported.formUnion(try ask(bench, helped: other, at: same, threads: helpers))
    }
    #expect(reported == ["1", "2"])
    try await other.record(response(saying: 3))
    for _ in 0..<5 {
      let reported = try ask(bench, helped: other, at: same, threads: helpers)
      #expect(reported == ["1"])
    }
  }

  @Test func `what is written meanwhile is not read`() async throws {
    let bench = try Bench()
    try await bench.record(response(saying: 1))
    let writer = try await bench.fetch()
    var (day, reported) = (1, 0)
    while day < 6 {
      try bench.ledger.roster(RosterFilter()) { row in
        if reported == 0 {
          _ = try writer.append(response(saying: day + 1), now: bench.clock.now())
        }
        reported += 1
        #expect(row.content.value?.text.hasSuffix(" \(day)") == true)
      }
      (day, reported) = (day + 1, 0)
    }
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.roster() == lines { _ in 6 })
  }

  @Test func `anyone who has read enough is not kept waiting`() async throws {
    let bench = try Bench()
    try await bench.record(response(saying: 1))
    for enough in [1, 2, 100, 1500] {
      var reported = 0
      #expect(throws: Stop.self) {
        try bench.ledger.roster(RosterFilter()) { _ in
          reported += 1
          if reported == enough { throw Stop() }
        }
      }
      #expect(reported == enough)
    }
  }

  @Test(arguments: [1, 40, 650])
  func `what comes before a missing value is read`(person: Int) async throws {
    let bench = try Bench()
    try await bench.record(response(saying: 1))
    try Tampering.change(bench.ledger.path) {
      try $0.execute(sql: "DELETE FROM personal_value WHERE id = \(person * 3 + 2)")
    }
    for _ in 0..<10 {
      var reported: Set<Verbatim> = []
      #expect(throws: LedgerError.self) {
        try bench.ledger.roster(RosterFilter()) { reported.insert($0.user) }
      }
      #expect(reported == Set((0..<person).map { Verbatim("u\($0)") }))
    }
  }
}
