import Ledger
import LedgerHistory
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

/// The log fact by fact, against what other readings say of it.
@Suite struct FollowingTests {
  private static let valued: Set<EntryKind> = [.fetched, .imported]

  /// Where a fact is, and whom and what it is about: what an erasure leaves.
  private struct Place: Hashable {
    let entry: EntryID
    let kind: EntryKind
    let ordinal: Int?
    let cell: CellAddress?
    let person: UserNumber?

    init(_ fact: FollowedFact) {
      entry = fact.entry
      kind = fact.kind
      person = fact.person?.number
      guard case .cell(let cell) = fact.detail else {
        ordinal = nil
        self.cell = nil
        return
      }
      ordinal = cell.ordinal
      self.cell = cell.address
    }
  }

  private static func facts(
    of ledger: Ledger,
    after entry: EntryID = 0,
    fields: Set<FieldCode>? = nil,
    entries: Int = 1_000_000
  ) throws -> (facts: [FollowedFact], through: EntryID, end: EntryID) {
    var facts: [FollowedFact] = []
    let (through, end) = try ledger.follow(
      FollowFilter(after: entry, kinds: Set(EntryKind.allCases), fields: fields, entries: entries)
    ) { fact in
      facts.append(fact)
      return true
    }
    return (facts, through, end)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `each changed cell is a fact once, and each other entry, with what other readings say`(
    seed: UInt64
  ) async throws {
    var log = try RandomLog(seed: seed, erases: true)
    try await log.live(25)
    let ledger = log.bench.ledger
    let facts = try Self.facts(of: ledger).facts
    #expect(facts.map(\.entry) == facts.map(\.entry).sorted(), "seed \(seed)")
    let others = facts.filter { !Self.valued.contains($0.kind) }
    var entries: [LoggedEntry] = []
    try ledger.entries(EntryFilter()) { entries.append($0) }
    let expected = entries.filter { !Self.valued.contains($0.kind) }
    #expect(others.map(\.recorded) == expected.map(\.recorded), "seed \(seed)")
    #expect(others.map(\.person?.key.id) == expected.map(\.user), "seed \(seed)")
    var cells: [String] = []
    try ledger.events(EntryFilter()) { event in
      guard event.isChanged else { return }
      cells.append("\(event.event) \(event.user) \(event.field)[\(event.item)] \(event.content)")
    }
    let followed = facts.compactMap { fact -> String? in
      guard case .cell(let cell) = fact.detail, let person = fact.person else { return nil }
      return """
        \(fact.entry).\(cell.ordinal) \(person.key.id) \(cell.address.field)[\(cell.address.item)] \
        \(cell.content)
        """
    }
    #expect(!followed.isEmpty)
    #expect(followed == cells, "seed \(seed)")
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `who made a change is what the list of changes says`(seed: UInt64) async throws {
    var log = try RandomLog(seed: seed, erases: true)
    try await log.live(30)
    let ledger = log.bench.ledger
    var expected: [String: OperationNumber?] = [:]
    for system in System.allCases {
      try ledger.recordedChanges(
        RecordedChangeFilter(system: system, span: EntrySpan(after: 0, through: .max))
      ) { expected["\($0.event)"] = $0.batch }
    }
    var seen = 0
    for fact in try Self.facts(of: ledger).facts {
      guard case .cell(let cell) = fact.detail else { continue }
      let batch = expected["\(fact.entry).\(cell.ordinal)"]
      #expect(cell.isFirst == (batch == nil), "seed \(seed), entry \(fact.entry)")
      guard let batch else { continue }
      #expect(cell.origin == batch.map(Origin.batch) ?? .outside, "seed \(seed)")
      seen += 1
    }
    #expect(seen == expected.count, "seed \(seed)")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `parts of any size are the whole, and no part cuts a transaction`(seed: UInt64) async throws
  {
    var random = Seeded(seed)
    var log = try RandomLog(seed: seed)
    try await log.live(25)
    let ledger = log.bench.ledger
    let fields: Set<FieldCode>? = Bool.random(using: &random) ? ["d-plain", "email"] : nil
    let (whole, _, end) = try Self.facts(of: ledger, fields: fields)
    let ends = Set(whole.map(\.appendEnd))
    var parts: [FollowedFact] = []
    var position: EntryID = 0
    while position < end {
      let size = Int.random(in: 1...30, using: &random)
      let part = try Self.facts(of: ledger, after: position, fields: fields, entries: size)
      #expect(part.through >= min(end, position + size), "seed \(seed)")
      let crossed = ends.contains { $0 > part.through } ? part.facts.map(\.appendEnd) : []
      #expect(crossed.allSatisfy { $0 <= part.through }, "seed \(seed)")
      parts += part.facts
      position = part.through
    }
    #expect(parts == whole, "seed \(seed)")
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `what was at a position stays there, whatever is recorded or erased later`(
    seed: UInt64
  ) async throws {
    var log = try RandomLog(seed: seed, erases: true)
    var before: [Place] = []
    for _ in 0..<20 {
      try await log.live(2)
      let facts = try Self.facts(of: log.bench.ledger).facts
      let now = facts.map(Place.init)
      #expect(Array(now.prefix(before.count)) == before, "seed \(seed)")
      before = now
      for fact in facts where fact.person?.isErased == true {
        guard case .cell(let cell) = fact.detail else { continue }
        #expect([.erased, .gone].contains(cell.content), "seed \(seed)")
      }
    }
  }

  @Test func `a place behind the end of the log is refused`() async throws {
    let bench = try Bench()
    _ = try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    let end = try Self.facts(of: bench.ledger).end
    #expect(try Self.facts(of: bench.ledger, after: end).facts.isEmpty)
    let error = #expect(throws: LedgerError.self) {
      try Self.facts(of: bench.ledger, after: end + 1)
    }
    #expect(error?.errorCode.name == "noSuchEntry")
  }
}
