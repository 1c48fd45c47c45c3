import Ledger
import RollbookTestSupport
import Roster
import Testing

@Suite struct DensityTests {
  /// A roster of about the size of real values: names, numbers, dates, addresses, labels.
  private func page(users: Range<Int>, from random: inout Seeded) -> RosterResponse {
    let fields = (0..<60).map { Verbatim("sys\(10 + $0 / 10)-field\($0)") }
    let responses = users.map { number in
      UserResponse(
        user: Verbatim("04251938146\(10_000 + number)"),
        cells: fields.flatMap { field -> [Cell] in
          let items = field.text.hasSuffix("9") ? 2 : 1
          return (0..<items).map { item in
            let value = Verbatim(String(random.next() % 10_000_000_000))
            let label: Part = random.next() % 5 == 0 ? .text("大学本科") : .text(value)
            return Cell(CellAddress(field, item), .item(value: .text(value), label: label))
          }
        }
      )
    }
    return RosterResponse(
      system: .dingtalk,
      company: "ding1",
      asked: Set(fields),
      users: responses,
      absent: [],
      askedAt: Instant(milliseconds: 1_767_225_600_000),
      receivedAt: Instant(milliseconds: 1_767_225_600_500),
      requestID: "16bz3kd9jv2vw"
    )
  }

  @Test func `a first fetch costs at most 110 bytes a cell, an unchanged one 1.2`() async throws {
    let people = 600
    let bench = try Bench()
    func fetch() async throws -> Int {
      var random = Seeded(20)
      let writer = try await bench.fetch()
      for start in stride(from: 0, to: people, by: 100) {
        let page = page(users: start..<(start + 100), from: &random)
        _ = try writer.append(page, now: bench.clock.now())
      }
      try writer.close(.finished, now: bench.clock.now())
      return try bench.ledger.statistics().bytes
    }
    let empty = try bench.ledger.statistics().bytes
    let first = try await fetch()
    let cells = try bench.ledger.statistics().cells
    var last = first
    for _ in 1...5 { last = try await fetch() }
    let perCell = Double(first - empty) / Double(cells)
    let perValue = Double(last - first) / Double(5 * cells)
    print("cells \(cells), first fetch \(perCell) bytes a cell, unchanged \(perValue) a value")
    #expect(perCell <= 110)
    #expect(perValue <= 1.2)
  }
}
