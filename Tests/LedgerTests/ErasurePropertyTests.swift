import LedgerVerification
import Foundation
import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// A ledger to which anything happens, erasures too, and what must not be found in its file.
private final class Erasing {
  let bench: Bench
  private let seed: UInt64
  private var random: Seeded
  private var ledger: Ledger
  private var made = 0
  /// What was recorded of each person, by field; the key under `""`.
  private var reported: [Verbatim: [FieldCode: Set<String>]] = [:]
  private var gone: Set<String> = []
  private(set) var erased = 0
  private(set) var crashes = 0
  private(set) var searched = 0

  private static let fields: [FieldCode] = ["a", "b", "c"]

  init(seed: UInt64) throws {
    self.seed = seed
    random = Seeded(seed)
    bench = try Bench(signed: "example.org/\(seed)")
    ledger = bench.ledger
  }

  private func happens(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }

  private func someone() -> Verbatim { Verbatim("person-\(Int.random(in: 1...5, using: &random))") }

  private var now: Instant { bench.clock.now() }

  /// A value that no one else has, or now and then one that everybody may have.
  private func value(_ user: Verbatim, _ field: FieldCode) -> Content {
    switch Int.random(in: 0..<15, using: &random) {
    case 0: return .text("Engineering")
    case 1: return .emptyList
    case 2: return .text("x")
    default: break
    }
    made += 1
    let name = "\(user) \(field) \(made)"
    reported[user, default: [:]][field, default: []].insert("<\(name)>")
    // A long one spans several pages; its two ends are searched for.
    let middle = String(repeating: "长", count: happens(6) ? 3_000 : 0)
    return .text(Verbatim("<\(name)>\(middle)</\(name)>"))
  }

  private func begin(_ kind: OperationKind) async throws -> LedgerWriter {
    bench.clock.advance(by: .seconds(60))
    return try await ledger.begin(
      OperationRequest(
        kind: kind,
        system: .dingtalk,
        actor: "hr@host",
        reason: "property",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
  }

  /// Ends an operation, or lets the process die.
  private func end(_ writer: LedgerWriter) throws {
    if happens(4) {
      crashes += 1
      if happens(2) { ledger = try Ledger.open(at: ledger.path, signing: ledger.signing) }
    } else {
      try writer.close(.finished, now: now)
    }
  }

  func operate() async throws {
    switch Int.random(in: 0..<9, using: &random) {
    case 0...2: try await fetch()
    case 3: try await list()
    case 4...5: try await push()
    case 6: try await eraseSomebody()
    case 7: try await eraseField()
    default: try await readmit()
    }
  }

  private func fetch() async throws {
    let writer = try await begin(.fetch)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let users = Set((0..<3).map { _ in someone() }).sorted()
      let response = RosterResponse(
        system: .dingtalk,
        company: "ding1",
        asked: Set(Self.fields),
        users: users.map { user in
          let suppressed = isErased(user)
          let cells = Self.fields.filter { _ in !happens(4) }.map { field in
            Cell(CellAddress(field), value(user, field))
          }
          meet(user)
          if suppressed { bury(user) }
          return UserResponse(user: user, unionID: Verbatim("union of \(user)"), cells: cells)
        },
        absent: [AbsentUser(user: someone(), code: "1", message: "nobody there")],
        askedAt: now,
        receivedAt: now,
        requestID: nil
      )
      if happens(8) {
        // A full disk: nothing of the response is in the log.
        try writer.limitPages(to: 1)
        _ = try? writer.append(response, now: now)
        try writer.limitPages(to: 1_000_000)
      }
      _ = try writer.append(response, now: now)
    }
    try end(writer)
  }

  private func list() async throws {
    let writer = try await begin(.fetch)
    let users = Set((0..<4).map { _ in someone() }).sorted()
    let list = Enumeration(
      system: .dingtalk,
      users: users,
      askedAt: now,
      receivedAt: now,
      requestID: nil
    )
    _ = try writer.append(list, limit: ShrinkLimit(percent: 100, people: 9), now: now)
    try end(writer)
  }

  private func push() async throws {
    let users = Set((0..<2).map { _ in someone() }).sorted().filter { !isErased($0) }
    guard !users.isEmpty else { return }
    let writer = try await begin(.push)
    let rows = try users.map { user in
      IntendedRow(
        user: user,
        cells: [
          IntendedCell(
            cell: Cell(CellAddress("a"), value(user, "a")),
            action: .set,
            base: try bench.ledger.base(of: UserKey(.dingtalk, user), CellAddress("a")),
            reversibility: .exact
          )
        ]
      )
    }
    let intended = try writer.intend(rows, now: now)
    if happens(3) { return try end(writer) }
    let sent = try writer.send(intended, now: now)
    if happens(3) { return try end(writer) }
    let verdicts = zip(intended, users).map { row, user in
      (row, RowVerdict.rejected(code: "7", message: Verbatim("no: \(user)")))
    }
    let facts = CallFacts(askedAt: now, receivedAt: now, requestID: nil)
    try writer.record(verdicts, of: sent, call: facts, now: now)
    for row in intended where happens(2) {
      try writer.settle(row, as: .notApplied, how: "read again", now: now)
    }
    try end(writer)
  }

  private func isErased(_ user: Verbatim) -> Bool {
    let key = UserKey(.dingtalk, user)
    return (try? ledger.erased(among: [key])[key]) != nil
  }

  private func meet(_ user: Verbatim) {
    let key = "union of \(user)"
    reported[user, default: [:]][""] = [key]
    gone.remove(key)
  }

  /// From now on, nothing that was recorded about a person must be found.
  private func bury(_ user: Verbatim) {
    for texts in (reported[user] ?? [:]).values { gone.formUnion(texts) }
    reported[user] = nil
  }

  private func eraseSomebody() async throws {
    let user = someone()
    guard (try? ledger.erasurePlan(of: UserKey(.dingtalk, user), fields: nil)) != nil else {
      return
    }
    let writer = try await begin(.erase)
    _ = try writer.erase(user, fields: nil, now: now)
    bury(user)
    erased += 1
    try scrub(writer)
  }

  private func eraseField() async throws {
    let user = someone()
    let plan = try? ledger.erasurePlan(of: UserKey(.dingtalk, user), fields: ["a"])
    guard let plan, plan.values > 0 else { return }
    let writer = try await begin(.erase)
    _ = try writer.erase(user, fields: ["a"], now: now)
    gone.formUnion(reported[user]?["a"] ?? [])
    reported[user]?["a"] = nil
    erased += 1
    try scrub(writer)
  }

  /// Sees the erasure through, or dies before the file is written anew; then the next writer does it.
  private func scrub(_ writer: LedgerWriter) throws {
    if happens(3) {
      crashes += 1
      return
    }
    try writer.scrub()
    // No test folded the log in: the erased text is gone from the write-ahead log, too.
    try search()
    try end(writer)
  }

  private func readmit() async throws {
    let user = someone()
    guard isErased(user) else { return }
    let writer = try await begin(.readmit)
    try writer.readmit(user, now: now)
    try end(writer)
  }

  func search() throws {
    guard try !ledger.isScrubDue() else { return }
    let ends = gone.map { $0.replacingOccurrences(of: "<", with: "</") }
    #expect(try Traces.found(gone.union(ends), in: ledger) == [], "seed \(seed)")
    let alive = reported.values.flatMap(\.values).joined()
    #expect(try Traces.found(alive, in: ledger).count == Set(alive).count, "seed \(seed)")
    searched += gone.count
  }

  /// Checks that the log is whole, proven, and equal to its rebuild.
  func check() async throws {
    try await begin(.fetch).close(.finished, now: now)
    try search()
    let verification = try ledger.verify()
    #expect(verification.verdict == .sound, "seed \(seed): \(verification.findings)")
    #expect(
      try ledger.checkProjections().filter { $0.differences > 0 }.isEmpty,
      "seed \(seed)"
    )
    try ledger.check()
    try ledger.events(EntryFilter()) { _ in }
    try ledger.roster(RosterFilter(includesLeft: true, includesGone: true)) { _ in }
    _ = try ledger.batches()
  }
}

@Suite struct ErasurePropertyTests {
  @Test func `whatever is fetched, written, erased and cut short, the log is sound and forgets`()
    async throws
  {
    var system = SystemRandomNumberGenerator()
    let first = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var (erased, crashes, searched) = (0, 0, 0)
    for seed in first..<(first + 2) {
      let erasing = try Erasing(seed: seed)
      for _ in 0..<3 {
        for _ in 0..<8 {
          try await erasing.operate()
          try erasing.search()
        }
        try await erasing.check()
      }
      erased += erasing.erased
      crashes += erasing.crashes
      searched += erasing.searched
    }
    #expect(erased > 0 && crashes > 0 && searched > 0, "nothing happened from seed \(first) on")
  }
}
