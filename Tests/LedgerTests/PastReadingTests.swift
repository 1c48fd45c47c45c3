import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// That what has no reading at a position of its own (operations, batches, links, holds, tokens,
/// proposals, erasures) is, as of an entry, what it was when the log ended there.
@Suite struct PastReadingTests {
  /// What all of these readings return.
  private struct Reading: Hashable {
    let operations: [String]
    let batches: [RowCounts]
    let rows: [[BatchLine]]
    let links: [LinkSummary]
    let linkProposals: [LinkProposal]
    let proposals: [ProposalFacts]
    let holds: [HoldSummary]
    let tokens: [TokenGrant]
    let erasures: [ErasureSummary]

    init(_ ledger: Ledger) throws {
      let batches = try ledger.batches()
      operations = try ledger.operations().map(Self.line)
      self.batches = batches.map(\.counts)
      rows = try batches.map { try ledger.batch($0.operation.operation)?.1 ?? [] }
      links = try ledger.links()
      linkProposals = try ledger.proposals()
      proposals = try ledger.batchProposals()
      holds = try ledger.holds()
      tokens = try ledger.grants()
      erasures = try ledger.erasures()
    }

    /// Whether a process was writing is not in the log: of an operation that is open, it is left out.
    private static func line(_ row: OperationSummary) -> String {
      let status = row.closedAt == nil ? "open" : row.status.rawValue
      return """
        \(row.operation) \(row.kind) \(row.system) \(row.actor) \(String(describing: row.reason)) \
        \(String(describing: row.ticket)) \(String(describing: row.requestKey)) \(status) \
        \(row.openedAt) \(String(describing: row.closedAt)) \(row.entries)
        """
    }
  }

  /// What was read when the log had a number of entries.
  private final class Past {
    private(set) var readings: [EntryID: Reading] = [:]

    func check(_ ledger: Ledger) throws {
      var last: LoggedEntry?
      try ledger.entries(EntryFilter(last: 1)) { last = $0 }
      guard let last else { return }
      let (entry, isErased) = (last.recorded.entry, last.recorded.kind == .erased)
      // What was erased is gone from every moment.
      if isErased { readings = [:] }
      if isErased || entry.rawValue % 3 == 0 { readings[entry] = try Reading(ledger) }
    }
  }

  @Test(arguments: [false, true])
  func `as of an entry, each is what it was when the log ended there`(erases: Bool) async throws {
    var system = SystemRandomNumberGenerator()
    let first = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var (rows, links, holds, tokens, erasures) = (0, 0, 0, 0, 0)
    for seed in first..<(first + 3) {
      var log = try RandomLog(seed: seed, erases: erases)
      let past = Past()
      log.observe = past.check
      for turn in 0..<4 {
        try await log.live(8)
        // An erasure of a person under a hold would be refused.
        if !erases { try await remark(turn % 2 == 0, log.bench, past) }
      }
      let ledger = log.bench.ledger
      for (entry, expected) in past.readings.sorted(by: { $0.key < $1.key }) {
        let position = try ledger.position(at: .entry(entry))
        let then = try ledger.asOf(position) { try Reading($0) }
        #expect(then == expected, "seed \(seed), entry \(entry)")
        rows += then.rows.flatMap(\.self).count
        links += then.links.count { $0.source != nil }
        holds += then.holds.count
        tokens += then.tokens.count
        erasures += then.erasures.count
      }
    }
    #expect(erases || rows > 0 && links > 0 && holds > 0 && tokens > 0, "from seed \(first) on")
    #expect(!erases || erasures > 0 || tokens > 0, "from seed \(first) on")
  }

  /// Puts a person whom the log knows under a hold, or lifts the hold.
  private func remark(_ isHeld: Bool, _ bench: Bench, _ past: Past) async throws {
    var known: Verbatim?
    try bench.ledger.everybody(PeopleFilter(system: .dingtalk, includesLeft: true)) {
      known = known ?? $0.person.key.id
    }
    guard let user = known else { return }
    if !isHeld, try bench.ledger.holds().isEmpty { return }
    bench.clock.advance(by: .seconds(60))
    let writer = try await bench.ledger.begin(
      OperationRequest(
        kind: isHeld ? .hold : .release,
        system: .dingtalk,
        actor: "hr@host",
        reason: "case 12",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
    if isHeld {
      _ = try writer.hold(user, now: bench.clock.now())
    } else {
      try writer.release(user, now: bench.clock.now())
    }
    try past.check(bench.ledger)
    try writer.close(.finished, now: bench.clock.now())
    try past.check(bench.ledger)
  }

  @Test func `an operation that ended later was running, and one that never ended is interrupted`()
    async throws
  {
    let bench = try Bench()
    let ledger = bench.ledger
    let ended = try await bench.fetch()
    let then = try ledger.position(at: .now)
    try ended.close(.finished, now: bench.clock.now())
    do { _ = try await bench.fetch() }
    func statuses(at position: ReadPosition) throws -> [OperationStatus] {
      try ledger.asOf(position) { try $0.operations().map(\.status) }
    }
    #expect(try statuses(at: then) == [.running])
    let last = try ledger.position(at: .now)
    #expect(try statuses(at: last) == [.finished, .interrupted])
    // Only the next process closes it; then it is known to have been open until there.
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    #expect(try statuses(at: last) == [.finished, .running])
    #expect(try ledger.operations().map(\.status) == [.finished, .interrupted, .finished])
  }
}
