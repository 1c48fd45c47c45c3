import Foundation
import Roster
import RollbookTestSupport
import Testing
import TransparencyLog

@testable import Ledger
@testable import LedgerHistory
@testable import LedgerStorage
@testable import LedgerVerification

/// Several operations in one process: who may be open beside whom, and what is on record then.
@Suite struct SeveralOperationsTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private func begin(
    _ kind: OperationKind = .fetch,
    _ system: System = .dingtalk,
    in ledger: Ledger? = nil,
    wait: Duration = .zero
  ) async throws -> LedgerWriter {
    try await (ledger ?? bench.ledger).begin(
      OperationRequest(kind: kind, system: system, actor: "a", parameters: "{}", program: "test"),
      wait: wait,
      timekeeper: bench.clock
    )
  }

  private func isRefused(_ kind: OperationKind, _ system: System, in ledger: Ledger? = nil) async
    -> Bool
  {
    do {
      let writer = try await begin(kind, system, in: ledger)
      try writer.close(.finished, now: bench.clock.now())
      return false
    } catch { return (error as? LedgerError)?.name == "ledgerBusy" }
  }

  private func answer(_ system: System, _ user: Verbatim, _ value: Verbatim) -> RosterResponse {
    RosterResponse(
      system: system,
      company: "c",
      asked: ["a"],
      users: [UserResponse(user: user, cells: [Cell(CellAddress("a"), .text(value))])],
      absent: [],
      askedAt: bench.clock.now(),
      receivedAt: bench.clock.now(),
      requestID: nil
    )
  }

  @Test func `a system has one fetch and one batch at a time, and an erasure is alone`()
    async throws
  {
    let fetch = try await begin(.fetch, .dingtalk)
    for kind in OperationKind.allCases {
      let alone: [OperationKind] = [.fetch, .import, .erase]
      #expect(await isRefused(kind, .dingtalk) == alone.contains(kind), "\(kind)")
      #expect(await isRefused(kind, .maycur) == (kind == .erase), "\(kind)")
    }
    let push = try await begin(.push, .dingtalk)
    for kind in OperationKind.allCases {
      let free: [OperationKind] = [
        .link, .hold, .release, .readmit, .token, .configure, .access, .propose, .decide,
      ]
      #expect(await isRefused(kind, .dingtalk) != free.contains(kind), "\(kind)")
    }
    try push.close(.finished, now: bench.clock.now())
    // For another ledger object, this is what another process would see.
    #expect(await isRefused(.push, .maycur, in: try Ledger.open(at: bench.ledger.path)))
    try fetch.close(.finished, now: bench.clock.now())
    let erasure = try await begin(.erase, .dingtalk)
    #expect(await isRefused(.fetch, .maycur))
    try erasure.close(.finished, now: bench.clock.now())
    #expect(await !isRefused(.fetch, .maycur, in: try Ledger.open(at: bench.ledger.path)))
  }

  @Test func `the lock is kept until the last operation is closed`() async throws {
    let (first, second) = (try await begin(.fetch, .dingtalk), try await begin(.fetch, .maycur))
    let other = try Ledger.open(at: bench.ledger.path)
    try first.close(.finished, now: bench.clock.now())
    #expect(await isRefused(.link, .dingtalk, in: other))
    try second.close(.finished, now: bench.clock.now())
    #expect(await !isRefused(.link, .dingtalk, in: other))
  }

  @Test func `a head is signed beside open operations, and projections are rebuilt alone`()
    async throws
  {
    let bench = try Bench(signed: "rollbook.test/several")
    let fetch = try await begin(.fetch, .dingtalk, in: bench.ledger)
    _ = try fetch.append(answer(.dingtalk, "u", "1"), now: bench.clock.now())
    let signed = try await bench.ledger.signHead(wait: .zero, timekeeper: bench.clock)
    #expect(signed.checkpoint.size == 2)
    await #expect {
      try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
    } throws: { ($0 as? LedgerError)?.name == "ledgerBusy" }
    try fetch.close(.finished, now: bench.clock.now())
    let reports = try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
    #expect(reports.allSatisfy { $0.differences == 0 })
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test func `an operation that was given up is closed when no other one is open any more`()
    async throws
  {
    let kept = try await begin(.fetch, .maycur)
    do { _ = try await begin(.push, .dingtalk) }
    // Its place is free, but this process cannot know what became of it.
    try await begin(.fetch, .dingtalk).close(.finished, now: bench.clock.now())
    var open: [OperationNumber] = []
    try bench.ledger.entries(EntryFilter(operation: 2)) { open.append($0.operation) }
    #expect(open.count == 1)
    try kept.close(.finished, now: bench.clock.now())
    try await begin(.fetch, .dingtalk).close(.finished, now: bench.clock.now())
    #expect(
      try bench.ledger.operations().map(\.status) == [
        .finished, .interrupted, .finished, .finished,
      ]
    )
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test func `what a fetch asked about users who are written meanwhile is not recorded`()
    async throws
  {
    let fetch = try await begin(.fetch, .dingtalk)
    _ = try fetch.append(answer(.dingtalk, "u", "old"), now: bench.clock.now())
    var request = OperationRequest(
      kind: .push,
      system: .dingtalk,
      actor: "a",
      parameters: "{}",
      program: "test"
    )
    request.writes = ["u"]
    let push = try await bench.ledger.begin(request, wait: .zero, timekeeper: bench.clock)
    _ = try push.append(answer(.dingtalk, "u", "new"), now: bench.clock.now())
    let late = try fetch.append(answer(.dingtalk, "u", "old"), now: bench.clock.now())
    #expect(late.leftToOthers == ["u"] && late.users == 0 && late.values == 0)
    #expect(try fetch.append(answer(.dingtalk, "v", "1"), now: bench.clock.now()).users == 1)
    try push.close(.finished, now: bench.clock.now())
    // What it asked before the push ended may still arrive.
    #expect(try fetch.append(answer(.dingtalk, "u", "old"), now: bench.clock.now()).users == 0)
    try fetch.close(.finished, now: bench.clock.now())
    #expect(try bench.roster() == ["u.a[0]=new", "v.a[0]=1"])
    let next = try await begin(.fetch, .dingtalk)
    #expect(try next.append(answer(.dingtalk, "u", "newer"), now: bench.clock.now()).users == 1)
    try next.close(.finished, now: bench.clock.now())
    #expect(try bench.roster() == ["u.a[0]=newer", "v.a[0]=1"])
  }

  @Test func `a user who was erased by one operation is not known to the next one`() async throws {
    let fetch = try await begin(.fetch, .dingtalk)
    _ = try fetch.append(answer(.dingtalk, "u", "1"), now: bench.clock.now())
    try fetch.close(.finished, now: bench.clock.now())
    let erasure = try await begin(.erase, .dingtalk)
    _ = try erasure.erase("u", fields: nil, now: bench.clock.now())
    // Still the same writer of the log: it must not remember the number of the erased user.
    #expect(throws: LedgerError.self) { try erasure.hold("u", now: bench.clock.now()) }
    try erasure.close(.finished, now: bench.clock.now())
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test
  func `a row is refused if its cell has moved since it was planned, and nothing is recorded`()
    async throws
  {
    let fetch = try await begin(.fetch, .dingtalk)
    _ = try fetch.append(answer(.dingtalk, "u", "1"), now: bench.clock.now())
    _ = try fetch.append(answer(.dingtalk, "v", "1"), now: bench.clock.now())
    try fetch.close(.finished, now: bench.clock.now())
    let rows = try ["u", "v"].map { try row($0, .dingtalk, "2") }
    let later = try await begin(.fetch, .dingtalk)
    _ = try later.append(answer(.dingtalk, "v", "3"), now: bench.clock.now())
    try later.close(.finished, now: bench.clock.now())
    let push = try await begin(.push, .dingtalk)
    let before = try bench.ledger.statistics().entries
    #expect(throws: LedgerError.baseMoved(UserKey(.dingtalk, "v"), CellAddress("a"))) {
      try push.intend(rows, now: bench.clock.now())
    }
    #expect(try bench.ledger.statistics().entries == before)
    let planned = try row("v", .dingtalk, "2")
    #expect(try push.intend([rows[0], planned], now: bench.clock.now()).count == 2)
    try push.close(.finished, now: bench.clock.now())
  }

  private func row(_ user: Verbatim, _ system: System, _ value: Verbatim) throws -> IntendedRow {
    try Self.row(user, system, value, in: bench.ledger)
  }

  fileprivate static func row(
    _ user: Verbatim,
    _ system: System,
    _ value: Verbatim,
    in ledger: Ledger
  ) throws -> IntendedRow {
    let base = try ledger.base(of: UserKey(system, user), CellAddress("a"))
    let cell = Cell(CellAddress("a"), .item(value: .text(value), label: .missing))
    return IntendedRow(
      user: user,
      cells: [
        IntendedCell(cell: cell, action: .set, base: base, reversibility: .exact)
      ]
    )
  }

  @Test(arguments: 0..<12)
  func `operations that alternate leave what they leave one after the other`(_: Int) async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    let scripts = System.allCases.map { Script(for: $0, &random) }
    let (alternating, serial) = (try Bench(), try Bench())
    var players = scripts.map { Player($0) }
    while players.contains(where: { !$0.isDone }) {
      let index = Int.random(in: 0..<players.count, using: &random)
      try await players[index].step(in: alternating)
    }
    for script in scripts {
      var player = Player(script)
      while !player.isDone { try await player.step(in: serial) }
    }
    let comment: Comment = "seed \(seed)"
    for system in System.allCases {
      let seen = try [alternating, serial].map { try Self.picture(of: system, in: $0) }
      #expect(seen[0] == seen[1], comment)
    }
    #expect(try alternating.ledger.verify(.full).findings == [], comment)
    #expect(
      try alternating.ledger.checkProjections().allSatisfy { $0.differences == 0 },
      comment
    )
  }

  /// What is known of a system, in words that do not depend on the numbers of entries.
  private static func picture(of system: System, in bench: Bench) throws -> [String] {
    var lines = try bench.roster(RosterFilter(system: system))
    for operation in try bench.ledger.operations() where operation.system == system {
      var kinds: [String] = []
      try bench.ledger.entries(EntryFilter(operation: operation.operation)) {
        kinds.append("\($0.kind)")
      }
      let rows = try bench.ledger.batch(operation.operation)?.1.map { "\($0.user) \($0.status)" }
      lines.append("\(operation.kind) \(operation.status): \(kinds) \(rows ?? [])")
    }
    return lines
  }
}

/// What the operations of one system do, step by step.
private struct Script {
  enum Step {
    case begin(OperationKind)
    case record(user: Verbatim, value: Verbatim)
    case write(user: Verbatim, value: Verbatim, RowVerdict?)
    case end(OperationStatus)
  }

  let system: System
  var steps: [Step] = []

  init(for system: System, _ random: inout Seeded) {
    self.system = system
    let users: [Verbatim] = ["u1", "u2", "u3"]
    let verdicts: [RowVerdict?] = [
      .accepted, .accepted, .rejected(code: "1", message: "no"),
      .uncertain(code: "-1", message: "busy"),
      nil,
    ]
    func pick<T>(_ all: [T]) -> T { all[Int.random(in: 0..<all.count, using: &random)] }
    for _ in 0..<Int.random(in: 2...5, using: &random) {
      let isBatch = Bool.random(using: &random)
      steps.append(.begin(isBatch ? .push : .fetch))
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let (user, value) = (pick(users), Verbatim("\(Int.random(in: 0..<4, using: &random))"))
        steps.append(
          isBatch
            ? .write(user: user, value: value, pick(verdicts)) : .record(user: user, value: value)
        )
      }
      steps.append(.end(pick([.finished, .interrupted, .failed])))
    }
  }
}

/// Plays a script on a ledger.
private struct Player {
  private let script: Script
  private var next = 0
  private var writer: LedgerWriter?

  init(_ script: Script) { self.script = script }

  var isDone: Bool { next == script.steps.count }

  mutating func step(in bench: Bench) async throws {
    guard !isDone else { return }
    defer { next += 1 }
    let (system, ledger) = (script.system, bench.ledger)
    let now = bench.clock.now()
    switch script.steps[next] {
    case .begin(let kind):
      writer = try await ledger.begin(
        OperationRequest(kind: kind, system: system, actor: "a", parameters: "{}", program: "test"),
        wait: .zero,
        timekeeper: bench.clock
      )
    case .record(let user, let value):
      let response = RosterResponse(
        system: system,
        company: "c",
        asked: ["a"],
        users: [UserResponse(user: user, cells: [Cell(CellAddress("a"), .text(value))])],
        absent: [],
        askedAt: now,
        receivedAt: now,
        requestID: nil
      )
      _ = try writer?.append(response, now: now)
    case .write(let user, let value, let verdict):
      let row = try SeveralOperationsTests.row(user, system, value, in: ledger)
      guard let intended = try writer?.intend([row], now: now).first,
        let verdict, let sent = try writer?.send([intended], now: now)
      else { return }
      let facts = CallFacts(askedAt: now, receivedAt: now, requestID: nil)
      try writer?.record([(intended, verdict)], of: sent, call: facts, now: now)
    case .end(let status):
      try writer?.close(status, now: now)
      writer = nil
    }
  }
}
