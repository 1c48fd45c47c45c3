import Ledger
import LedgerStorage
import LedgerHistory
import LedgerVerification
import RollbookTestSupport
import Roster
import Testing

@Suite struct BatchTests {
  private let bench: Bench
  private let known = response(
    asked: ["a", "b"],
    ("u1", [("a", 0, .text("1")), ("b", 0, .text("x"))]),
    ("u2", [("a", 0, .text("2"))])
  )

  init() throws { bench = try Bench() }

  private func push() async throws -> LedgerWriter {
    try await bench.ledger.begin(
      OperationRequest(
        kind: .push,
        system: .dingtalk,
        actor: "hr@host",
        reason: "correction",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
  }

  private func row(_ user: Verbatim, _ value: Verbatim) throws -> IntendedRow {
    let base = try bench.ledger.base(of: UserKey(.dingtalk, user), CellAddress("a"))
    return IntendedRow(
      user: user,
      cells: [
        IntendedCell(
          cell: Cell(CellAddress("a"), .item(value: .text(value), label: .missing)),
          action: .set,
          base: base,
          reversibility: .exact
        )
      ]
    )
  }

  private var facts: CallFacts {
    CallFacts(askedAt: bench.clock.now(), receivedAt: bench.clock.now(), requestID: "r")
  }

  private func lines(_ batch: OperationNumber) throws -> [BatchLine] {
    try bench.ledger.batch(batch)?.1 ?? []
  }

  @Test func `a row is not sent, uncertain, then what the system returns`() async throws {
    try await bench.record(known)
    let writer = try await push()
    let rows = try writer.intend([row("u1", "9"), row("u2", "9")], now: bench.clock.now())
    #expect(try lines(2).map(\.status) == [.notSent, .notSent])
    let first = try writer.send([rows[0]], now: bench.clock.now())
    #expect(try lines(2).map(\.status) == [.uncertain, .notSent])
    try writer.record(
      [(rows[0], .accepted)],
      of: first,
      call: facts,
      now: bench.clock.now()
    )
    let second = try writer.send([rows[1]], now: bench.clock.now())
    try writer.record(
      [(rows[1], .rejected(code: "400002", message: "参数错误"))],
      of: second,
      call: facts,
      now: bench.clock.now()
    )
    let lines = try lines(2)
    #expect(lines.map(\.status) == [.accepted, .rejected])
    #expect(lines[1].code == "400002")
    #expect(lines[1].message == "参数错误")
    #expect(lines[0].changes[0].from == .text("1"))
    #expect(lines[0].changes[0].isVerified == nil)
  }

  @Test func `steps of several calls are recorded together, or none of them is`() async throws {
    try await bench.record(known)
    let writer = try await push()
    let rows = try writer.intend([row("u1", "9"), row("u2", "9")], now: bench.clock.now())
    let first = try writer.send([rows[0]], now: bench.clock.now())
    let last = try bench.ledger.lastEntry()
    #expect(throws: LedgerError.self) {
      // The call of the second step is not in the log.
      try writer.take(
        [.send([rows[1]]), .record([(rows[0], .accepted)], of: 999, facts)],
        now: bench.clock.now()
      )
    }
    #expect(try bench.ledger.lastEntry() == last)
    #expect(try lines(2).map(\.status) == [.uncertain, .notSent])
    let entries = try writer.take(
      [.record([(rows[0], .accepted)], of: first, facts), .send([rows[1]])],
      now: bench.clock.now()
    )
    #expect(entries == [nil, last + 2])
    #expect(try lines(2).map(\.status) == [.accepted, .uncertain])
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test func `many users are held as each of them is`() async throws {
    try await bench.record(known)
    let users = ["u2", "nobody", "u1"].map { UserKey(.dingtalk, Verbatim($0)) }
    let held = try bench.ledger.held(users)
    #expect(users.map { held[$0]?.count } == [1, 0, 2])
    for user in users { #expect(try held[user] == bench.ledger.held(user)) }
  }

  @Test func `an accepted write is expected until a response shows the value`() async throws {
    try await bench.record(known)
    let writer = try await push()
    let rows = try writer.intend([row("u1", "9")], now: bench.clock.now())
    let sent = try writer.send(rows, now: bench.clock.now())
    #expect(try bench.roster() == ["u1.a[0]=1", "u1.b[0]=x", "u2.a[0]=2"])
    try writer.record([(rows[0], .accepted)], of: sent, call: facts, now: bench.clock.now())
    #expect(try bench.roster() == ["u1.a[0]=9", "u1.b[0]=x", "u2.a[0]=2"])
    // The system said yes and did nothing: the same value as before makes an event of its own.
    let outcome = try writer.append(known, now: bench.clock.now())
    #expect(outcome.changed == 0)
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.roster() == ["u1.a[0]=1", "u1.b[0]=x", "u2.a[0]=2"])
    let change = try #require(try lines(2).first?.changes.first)
    #expect(change.isVerified == false)
    #expect(change.observed == .text("1"))
    #expect(try bench.ledger.batches().map(\.counts.differs) == [1])
    var history: [String] = []
    try bench.ledger.history(HistoryFilter(user: UserKey(.dingtalk, "u1"), fields: ["a"])) {
      history.append("\($0.kind) \($0.content.value?.text ?? "")")
    }
    #expect(history == ["fetched 1", "accepted 9", "fetched 1"])
  }

  /// Sends a value for `u1.a` in a batch of its own.
  private func send(_ value: Verbatim, _ verdict: RowVerdict) async throws -> EntryID {
    let writer = try await push()
    let rows = try writer.intend([row("u1", value)], now: bench.clock.now())
    let sent = try writer.send(rows, now: bench.clock.now())
    try writer.record([(rows[0], verdict)], of: sent, call: facts, now: bench.clock.now())
    try writer.close(.finished, now: bench.clock.now())
    return rows[0]
  }

  @Test func `what was accepted is expected again if a later write was refused`() async throws {
    try await bench.record(known)
    _ = try await send("9", .accepted)
    _ = try await send("10", .rejected(code: "400002", message: nil))
    #expect(try bench.roster() == ["u1.a[0]=9", "u1.b[0]=x", "u2.a[0]=2"])
    // Nor does one of which it is not known take away what was accepted.
    let open = try await send("11", .uncertain(code: nil, message: "lost"))
    #expect(try bench.roster() == ["u1.a[0]=9", "u1.b[0]=x", "u2.a[0]=2"])
    let writer = try await push()
    try writer.settle(open, as: .notApplied, how: "asked them", now: bench.clock.now())
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.roster() == ["u1.a[0]=9", "u1.b[0]=x", "u2.a[0]=2"])
    #expect(try bench.ledger.checkProjections().allSatisfy { $0.differences == 0 })
  }

  @Test func `what was accepted before a response is not expected again after it`() async throws {
    try await bench.record(known)
    _ = try await send("9", .accepted)
    try await bench.record(known)
    _ = try await send("10", .rejected(code: "400002", message: nil))
    #expect(try bench.roster() == ["u1.a[0]=1", "u1.b[0]=x", "u2.a[0]=2"])
    #expect(try bench.ledger.checkProjections().allSatisfy { $0.differences == 0 })
  }

  @Test func `what was written and then observed is verified, in any form of the phone`()
    async throws
  {
    try await bench.record(known)
    let writer = try await push()
    let rows = try writer.intend([row("u1", "13800138000")], now: bench.clock.now())
    let sent = try writer.send(rows, now: bench.clock.now())
    try writer.record([(rows[0], .accepted)], of: sent, call: facts, now: bench.clock.now())
    _ = try writer.append(
      response(asked: ["a"], ("u1", [("a", 0, .text("+86-13800138000"))])),
      now: bench.clock.now()
    )
    #expect(try lines(2).first?.changes.first?.isVerified == true)
    #expect(try bench.ledger.batches().map(\.counts.verified) == [1])
  }

  @Test func `a settled row is as it was found`() async throws {
    try await bench.record(known)
    let writer = try await push()
    let rows = try writer.intend([row("u1", "9"), row("u2", "9")], now: bench.clock.now())
    let sent = try writer.send(rows, now: bench.clock.now())
    try writer.record(
      rows.map { ($0, .uncertain(code: nil, message: "timed out")) },
      of: sent,
      call: facts,
      now: bench.clock.now()
    )
    #expect(try bench.ledger.batches().map(\.counts.uncertain) == [2])
    try writer.settle(rows[0], as: .applied, how: "seen", now: bench.clock.now())
    try writer.settle(rows[1], as: .notApplied, how: "seen", now: bench.clock.now())
    #expect(try lines(2).map(\.settled) == [.applied, .notApplied])
    #expect(try lines(2).map(\.isOpen) == [false, false])
    #expect(try bench.roster() == ["u1.a[0]=9", "u1.b[0]=x", "u2.a[0]=2"])
  }

  @Test func `the projections of a batch are what the log makes of them`() async throws {
    try await bench.record(known)
    let writer = try await push()
    let rows = try writer.intend(
      [row("u1", "9"), row("u2", "9"), row("u3", "9")],
      now: bench.clock.now()
    )
    let sent = try writer.send([rows[0], rows[1]], now: bench.clock.now())
    try writer.record(
      [(rows[0], .accepted), (rows[1], .uncertain(code: "-1", message: "busy"))],
      of: sent,
      call: facts,
      now: bench.clock.now()
    )
    _ = try writer.take([.skip(rows[2], reason: "a moved")], now: bench.clock.now())
    try writer.settle(rows[1], as: .applied, how: "seen", now: bench.clock.now())
    _ = try writer.append(known, now: bench.clock.now())
    try writer.close(.finished, now: bench.clock.now())
    try await bench.record(known)
    let reports = try bench.ledger.checkProjections()
    #expect(reports.filter { $0.differences > 0 }.isEmpty)
    #expect(reports.first { $0.table == "projected_row" }?.rows == 3)
    #expect(try lines(2).map(\.status) == [.accepted, .uncertain, .skipped])
    #expect(try lines(2)[2].message == "a moved")
    let rebuilt = try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
    #expect(rebuilt == reports)
  }
}
