import RollbookTestSupport
import Testing

@testable import Ledger

@Suite struct LeafRemakingTests {
  /// The append makes leaves entry by entry; this makes them person by person.
  @Test func `leaves that are made anew from the rows are those that the appends made`()
    async throws
  {
    let tampering = try await Tampering(erasing: true)
    let tables = ["tile", "projected_head", "projected_values"]
    let file = try tampering.book.open()
    let before = try tables.map { try file.rows(of: $0) }
    #expect(before.allSatisfy { !$0.isEmpty })
    try Tampering.change(tampering.book.bench.ledger.path) { try Tampering.redoHashes($0) }
    for (table, rows) in zip(tables, before) {
      #expect(try file.rows(of: table) == rows, "\(table)")
    }
  }
}
