import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

@Suite struct LinkTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  @discardableResult
  private func say(
    _ pairs: [(Verbatim, Verbatim)],
    _ source: LinkSource = .maycur,
    as kind: EntryKind = .linked
  ) async throws -> LinkOutcome {
    try await bench.state(kind, pairs.map { UserPair(dingtalk: $0, maycur: $1) }, source)
  }

  private func jobNumbers(_ numbers: [(Verbatim, Verbatim)]) async throws {
    for (user, number) in numbers {
      try await bench.record(
        response(asked: ["sys00-jobNumber"], (user, [("sys00-jobNumber", 0, .text(number))]))
      )
    }
  }

  /// The links as a person reads them: `d1=M1 maycur`, `d2=? unlinked`.
  private func links() throws -> [String] {
    try bench.ledger.links().map { row in
      let words = [row.source?.rawValue, row.problem?.rawValue].compactMap { $0 }
      let key = row.maycur ?? row.candidate ?? "?"
      return "\(row.dingtalk ?? "?")=\(key) \(words.joined(separator: " "))"
    }
  }

  @Test func `what a look-up returns is linked once, and stays`() async throws {
    #expect(try await say([("d1", "M1"), ("d2", "M2"), ("d1", "M1")]).linked == 2)
    let again = try await say([("d1", "M1")])
    #expect(again.linked == 0 && again.unchanged == 1)
    #expect(try links() == ["d1=M1 maycur", "d2=M2 maycur"])
    let row = try bench.ledger.links()[0]
    #expect(row.entry == 2)
    #expect(row.since != nil)
    var kinds: [EntryKind] = []
    try bench.ledger.entries(EntryFilter(user: UserKey(.dingtalk, "d1"))) { kinds.append($0.kind) }
    #expect(kinds == [.linked])
  }

  @Test func `users without a link are listed on either side, leavers of DingTalk are not`()
    async throws
  {
    try await bench.enumerate(["d1", "d2"])
    try await bench.enumerate(["d1"])
    try await say([("d3", "M3")])
    try await say([("d3", "M3"), ("d1", "M9")], as: .unlinked)
    #expect(try links() == ["d1=? unlinked", "d3=? unlinked", "?=M3 unlinked"])
  }

  @Test func `two on one in one operation are duplicates, until a person decides`() async throws {
    try await say([("d1", "M1"), ("d2", "M1"), ("d3", "M3"), ("d3", "M4")])
    #expect(
      try links() == [
        "d1=M1 maycur duplicate", "d2=M1 maycur duplicate", "d3=M3 maycur duplicate",
        "d3=M4 maycur duplicate",
      ]
    )
    try await say([("d2", "M1"), ("d3", "M4")], .administrator)
    #expect(
      try links() == [
        "d1=? unlinked", "d2=M1 administrator", "d3=M4 administrator", "?=M3 unlinked",
      ]
    )
  }

  @Test func `a look-up that differs from before is a change, until an administrator confirms`()
    async throws
  {
    try await say([("d1", "M1"), ("d2", "M2")])
    try await say([("d2", "M1")])
    #expect(
      try links() == ["d1=M1 maycur changed", "d2=M1 maycur changed", "d2=M2 maycur changed"]
    )
    try await say([("d2", "M1")], .administrator)
    #expect(try links() == ["d1=? unlinked", "d2=M1 administrator", "?=M2 unlinked"])
  }

  @Test func `a job number that changes after the link changes the link`() async throws {
    try await jobNumbers([("d1", "M1"), ("d2", "M2")])
    try await say([("d1", "M1"), ("d2", "M2")], .jobNumber)
    #expect(try links() == ["d1=M1 jobNumber", "d2=M2 jobNumber"])
    try await jobNumbers([("d1", "M9")])
    #expect(try links() == ["d1=M1 jobNumber changed", "d2=M2 jobNumber"])
    try await say([("d1", "M1")])
    #expect(try links()[0] == "d1=M1 jobNumber changed", "only a person may confirm")
    try await say([("d1", "M1")], .administrator)
    #expect(try links()[0] == "d1=M1 administrator")
  }

  @Test func `a number that is given to another person changes the link of the first`()
    async throws
  {
    try await jobNumbers([("d1", "M1"), ("d2", "M2")])
    try await say([("d1", "M1")], .jobNumber)
    try await bench.enumerate(["d1", "d2"])
    try await bench.enumerate(["d2"])
    #expect(try links()[0] == "d1=M1 jobNumber")
    try await jobNumbers([("d2", "M1")])
    #expect(try links()[0] == "d1=M1 jobNumber changed")
  }

  @Test func `Maycur's keys are one in every case, and keep the spelling that came first`()
    async throws
  {
    try await jobNumbers([("d1", "a1"), ("d2", "B2"), ("d3", "c3"), ("d4", "D4")])
    try await say([("d1", "A1"), ("d2", "B2"), ("d5", "b2"), ("d6", "C3"), ("d4", "D4")])
    #expect(
      try links() == [
        "d1=A1 maycur", "d2=B2 maycur duplicate", "d3=C3 unlinked", "d4=D4 maycur",
        "d5=B2 maycur duplicate", "d6=C3 maycur",
      ]
    )
    #expect(try await say([("d1", "a1")]).unchanged == 1)
    try await say([("d4", "d4")], as: .unlinked)
    #expect(try links().contains("d4=D4 unlinked"))
    for spelling in ["A1", "a1"] as [Verbatim] {
      let people = try bench.ledger.people(matching: spelling, system: .maycur)
      #expect(people.map(\.key.id) == ["A1"])
    }
  }

  @Test func `one job number of two people is no ground for a link`() async throws {
    try await jobNumbers([("d1", "M1"), ("d2", "M1"), ("d3", "")])
    #expect(try links() == ["d1=M1 duplicate", "d2=M1 duplicate", "d3=? unlinked"])
  }

  @Test func `a person who returned under a new userid is proposed`() async throws {
    func reported(_ user: Verbatim, _ union: Verbatim) -> RosterResponse {
      RosterResponse(
        system: .dingtalk,
        company: "ding1",
        asked: ["a"],
        users: [UserResponse(user: user, unionID: union, cells: [])],
        absent: [],
        askedAt: bench.clock.now(),
        receivedAt: bench.clock.now(),
        requestID: nil
      )
    }
    try await bench.record(reported("old", "U"))
    try await bench.record(reported("other", "V"))
    try await say([("old", "M1")])
    try await bench.enumerate(["old", "other"])
    try await bench.enumerate(["new", "other"])
    #expect(try bench.ledger.proposals().isEmpty)
    try await bench.record(reported("new", "U"))
    let proposals = try bench.ledger.proposals()
    #expect(proposals.map(\.dingtalk) == ["new"])
    #expect(proposals.map(\.previous) == ["old"])
    #expect(proposals.map(\.maycur) == ["M1"])
    try await say([("new", "M1")], .administrator)
    #expect(try bench.ledger.proposals().isEmpty)
  }

  @Test func `links are in the log, and can be derived from it again`() async throws {
    try await say([("d1", "M1"), ("d2", "M1")])
    try await say([("d2", "M1")], .administrator)
    try await say([("d2", "M1")], as: .unlinked)
    try await say([("d2", "M2")], .jobNumber)
    let before = try links()
    let reports = try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
    #expect(reports.first { $0.table == "projected_link" }?.rows == 1)
    #expect(reports.allSatisfy { $0.differences == 0 })
    #expect(try links() == before)
  }
}

extension Bench {
  /// Says, in an operation of its own, who is one person, or who is not.
  @discardableResult
  func state(
    _ kind: EntryKind,
    _ pairs: [UserPair],
    _ source: LinkSource
  ) async throws -> LinkOutcome {
    clock.advance(by: .seconds(60))
    let writer = try await ledger.begin(
      OperationRequest(
        kind: .link,
        system: .dingtalk,
        actor: "hr@host",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
    var outcome = LinkOutcome()
    if kind == .unlinked {
      try writer.unlink(pairs, now: clock.now())
    } else {
      outcome = try writer.link(pairs, source: source, now: clock.now())
    }
    try writer.close(.finished, now: clock.now())
    return outcome
  }
}
