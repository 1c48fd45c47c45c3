import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// That the lines of rows, put together again, are what the group holds.
@Suite struct ItemHistoryModelTests {
  private static let fields: [FieldCode] = ["g-a", "g-b", "g-c"]

  private struct RowName: Hashable {
    let group: Verbatim
    let row: Int
  }

  private func catalog(_ now: Instant) -> CatalogResponse {
    CatalogResponse(
      system: .dingtalk,
      fields: Self.fields.map {
        FieldDescription(
          code: $0,
          name: $0,
          group: "g",
          groupName: "a group",
          isDetail: true,
          type: nil,
          isDerived: false,
          options: nil
        )
      },
      askedAt: now,
      receivedAt: now,
      requestID: nil
    )
  }

  /// A group after some edits: items are added, removed, moved and changed; there are few values,
  /// so that many items are similar.
  private func worked(
    _ rows: [[FieldCode: Verbatim]],
    _ random: inout Seeded
  ) -> [[FieldCode: Verbatim]] {
    var rows = rows
    func value() -> Verbatim { Verbatim("v\(Int.random(in: 0...3, using: &random))") }
    func row() -> [FieldCode: Verbatim] {
      Dictionary(
        uniqueKeysWithValues: Self.fields.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
          .map { ($0, value()) }
      )
    }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let place = Int.random(in: 0...rows.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: rows.insert(row(), at: place)
      case 1: if place < rows.count { rows.remove(at: place) }
      case 2: rows.shuffle(using: &random)
      default: if place < rows.count { rows[place]["g-b"] = value() }
      }
    }
    return rows
  }

  private func response(
    _ rows: [[FieldCode: Verbatim]],
    _ asked: Set<FieldCode>,
    _ now: Instant
  ) -> RosterResponse {
    let cells = rows.enumerated().flatMap { index, row in
      row.filter { asked.contains($0.key) }
        .map { Cell(CellAddress($0.key, index), .text($0.value)) }
    }
    // another person always holds every field, so that none is withheld.
    let other = asked.map { Cell(CellAddress($0), .text("x")) }
    return RosterResponse(
      system: .dingtalk,
      company: "ding1",
      asked: asked,
      users: [
        UserResponse(user: "u1", cells: cells), UserResponse(user: "u2", cells: other),
        UserResponse(user: "u3", cells: other),
      ],
      absent: [],
      askedAt: now,
      receivedAt: now,
      requestID: nil
    )
  }

  @Test(arguments: UInt64(1)...12)
  func `the lines of items, applied one by one, give what the group has`(
    seed: UInt64
  ) async throws {
    var random = Seeded(seed)
    let bench = try Bench()
    let writer = try await bench.fetch()
    _ = try writer.append(catalog(bench.clock.now()), now: bench.clock.now())
    var rows: [[FieldCode: Verbatim]] = []
    var asked = Set(Self.fields)
    for number in 0..<12 {
      bench.clock.advance(by: .seconds(60))
      rows = worked(rows, &random)
      // The last response covers all fields.
      let some = Set(Self.fields.filter { _ in Bool.random(using: &random) })
      asked = number == 11 || some.isEmpty ? Set(Self.fields) : some
      let now = bench.clock.now()
      _ = try writer.append(response(rows, asked, now), now: now)
    }
    try writer.close(.finished, now: bench.clock.now())
    let key = UserKey(.dingtalk, "u1")
    var reported: [RowName: (item: Int, cells: [FieldCode: Verbatim])] = [:]
    let lines = try bench.ledger.itemHistory(HistoryFilter(user: key))
    for line in lines.sorted(by: { $0.provenance.entry < $1.provenance.entry }) {
      let name = RowName(group: line.group, row: line.row)
      #expect((reported[name] == nil) == (line.kind == .appeared), "seed \(seed): \(line)")
      for change in line.changes {
        #expect(reported[name]?.cells[change.field] == change.from?.value, "seed \(seed): \(line)")
        reported[name, default: (0, [:])].cells[change.field] = change.to?.value
      }
      if line.kind == .removed { reported[name] = nil }
    }
    let held = reported.values.map(\.cells).filter { !$0.isEmpty }
    func sorted(_ rows: [[FieldCode: Verbatim]]) -> [String] {
      rows.map { row in
        row.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      }
      .sorted()
    }
    #expect(sorted(held) == sorted(rows.filter { !$0.isEmpty }), "seed \(seed)")
  }
}
