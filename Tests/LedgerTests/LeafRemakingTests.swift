import RollbookTestSupport
import Roster
import Testing

@testable import Ledger

@Suite struct LeafRemakingTests {
  /// The append makes leaves entry by entry; this makes them person by person.
  @Test func `leaves that are made anew from the rows are those that the appends made`()
    async throws
  {
    let bench = try await FullLog(erasing: true).bench
    #expect(try bench.ledger.position(at: .now).entry > 0)
    #expect(try Traces.differing(from: bench.ledger, bench.folder) == [])
  }
}
