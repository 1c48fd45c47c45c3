import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// A log of both systems and its naive twin: fetches, imports, pushes, rollbacks and settlements.
private final class WritingTwins {
  private let folder: TemporaryFolder
  let seed: UInt64
  private let ledger: Ledger
  private var log = NaiveLog()
  private var random: Seeded
  private var company: RandomCompany
  private let clock = ManualTimekeeper()
  /// Rows whose fate is open, by system.
  private var open: [System: [EntryID]] = [:]
  private(set) var believed = 0
  private(set) var compared = 0
  private(set) var differing = 0

  init(seed: UInt64) throws {
    self.seed = seed
    folder = try TemporaryFolder()
    random = Seeded(seed)
    ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    company = RandomCompany(using: &random)
  }

  private func happens(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }

  private func tick() { clock.advance(by: .milliseconds(Int.random(in: 0...900, using: &random))) }

  private func add(_ fact: NaiveLog.Fact = .other) { log.add(fact, at: clock.now()) }

  /// Runs one operation.
  func operate() async throws {
    company.live(using: &random)
    tick()
    let system: System = happens(3) ? .maycur : .dingtalk
    let kinds: [OperationKind] =
      system == .maycur
      ? [.import, .push, .rollback] : [.fetch, .fetch, .push, .rollback, .settle]
    let kind = kinds.randomElement(using: &random) ?? .fetch
    let writer = try await ledger.begin(
      OperationRequest(
        kind: kind,
        system: system,
        actor: "tester@here",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
    add()
    switch kind {
    case .fetch: try fetch(writer)
    case .import: try importFile(writer)
    case .settle: try settle(writer, system)
    default: try push(writer, system)
    }
    tick()
    try writer.close(.finished, now: clock.now())
    add()
  }

  private func fetch(_ writer: LedgerWriter) throws {
    if happens(2) {
      tick()
      let catalog = company.catalog(at: clock.now(), using: &random)
      _ = try writer.append(catalog, now: clock.now())
      let names = catalog.fields.map { ($0.code, $0.name) }
      add(.named(Dictionary(uniqueKeysWithValues: names)))
    }
    if happens(2) { try list(writer) }
    for _ in 0..<Int.random(in: 0...3, using: &random) { try hear(writer) }
  }

  private func list(_ writer: LedgerWriter) throws {
    tick()
    let listed = company.people.filter { _ in !happens(5) }
    let before = try ledger.position(at: .now).entry
    _ = try writer.append(
      Enumeration(
        system: .dingtalk,
        users: listed,
        askedAt: clock.now(),
        receivedAt: clock.now(),
        requestID: nil
      ),
      limit: ShrinkLimit(percent: 50, people: 5),
      now: clock.now()
    )
    var reported: [NaiveLog.Fact] = []
    try ledger.entries(EntryFilter(operation: writer.operation)) { row in
      guard row.entry > before else { return }
      reported.append(
        row.user.map { .member(UserKey(.dingtalk, $0), hasLeft: row.kind == .left) } ?? .other
      )
    }
    for fact in reported { add(fact) }
  }

  private func hear(_ writer: LedgerWriter) throws {
    tick()
    let users = company.people.shuffled(using: &random)
      .prefix(Int.random(in: 1...company.people.count, using: &random))
    var asked = Set(RandomCompany.fields.filter { _ in !happens(4) })
    if asked.isEmpty { asked = Set(RandomCompany.fields) }
    let response = company.response(Array(users), asked, at: clock.now(), using: &random)
    let outcome = try writer.append(response, now: clock.now())
    let returned = Set(response.users.flatMap { $0.cells.map(\.address.field) })
    let scope = asked.subtracting(outcome.withheld).union(returned)
    for user in response.users {
      let cells = user.cells.map { ($0.address, $0.content) }
      add(
        .reported(
          UserKey(.dingtalk, user.user),
          scope: scope,
          Dictionary(uniqueKeysWithValues: cells)
        )
      )
    }
    for _ in 0..<outcome.notReturned { add() }
    if !outcome.setAside.isEmpty { add() }
  }

  private func importFile(_ writer: LedgerWriter) throws {
    tick()
    let scope = Set(RandomCompany.fields.filter { _ in !happens(3) })
    guard !scope.isEmpty else { return }
    let users = company.people.prefix(Int.random(in: 1...5, using: &random)).map { user in
      ImportedUser(
        user: user,
        scope: scope,
        cells: cells().filter { scope.contains($0.address.field) }
      )
    }
    _ = try writer.append(
      ImportedRoster(
        system: .maycur,
        file: "export.csv",
        digest: Array(repeating: 7, count: 32),
        capturedAt: clock.now(),
        users: users
      ),
      now: clock.now()
    )
    for user in users {
      let cells = user.cells.map { ($0.address, $0.content) }
      add(
        .reported(
          UserKey(.maycur, user.user),
          scope: scope,
          Dictionary(uniqueKeysWithValues: cells)
        )
      )
    }
  }

  /// A few cells with new values, each address once.
  private func cells() -> [Cell] {
    var addresses: Set<CellAddress> = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let field = RandomCompany.fields.randomElement(using: &random) ?? "d-plain"
      addresses.insert(CellAddress(field, Int.random(in: 0...2, using: &random)))
    }
    return addresses.sorted().map { address in
      let text = Verbatim("w\(Int.random(in: 0...3, using: &random))")
      return Cell(address, .item(value: .text(text), label: .text(text)))
    }
  }

  private func push(_ writer: LedgerWriter, _ system: System) throws {
    tick()
    let users = company.people.shuffled(using: &random)
      .prefix(Int.random(in: 1...3, using: &random))
    let rows = try users.map { user in
      IntendedRow(
        user: user,
        cells: try cells().map { cell in
          let base = try ledger.base(of: UserKey(system, user), cell.address)
          return IntendedCell(cell: cell, action: .set, base: base, reversibility: .exact)
        }
      )
    }
    let intended = try writer.intend(rows, now: clock.now())
    for (entry, row) in zip(intended, rows) {
      add()
      log.rows[entry] = (UserKey(system, row.user), row.cells.map(\.cell))
    }
    for entry in intended where !happens(6) { try send(entry, writer, system) }
  }

  private func send(_ entry: EntryID, _ writer: LedgerWriter, _ system: System) throws {
    tick()
    let sent = try writer.send([entry], now: clock.now())
    add(.sent([entry]))
    tick()
    let verdict: RowVerdict? =
      [
        .accepted, .accepted, .rejected(code: "1", message: "no"),
        .uncertain(code: nil, message: "lost"), nil,
      ].randomElement(using: &random) ?? nil
    guard let verdict else {
      open[system, default: []].append(entry)
      return
    }
    let call = CallFacts(askedAt: clock.now(), receivedAt: clock.now(), requestID: nil)
    try writer.record([(entry, verdict)], of: sent, call: call, now: clock.now())
    add(verdict == .accepted ? .applied(entry) : .other)
    if case .uncertain = verdict { open[system, default: []].append(entry) }
    if case .rejected = verdict, happens(3) { try send(entry, writer, system) }
  }

  private func settle(_ writer: LedgerWriter, _ system: System) throws {
    if happens(2) { try hear(writer) }
    for entry in open[system] ?? [] where happens(2) {
      tick()
      let verdict = Settlement.allCases.randomElement(using: &random) ?? .undecidable
      try writer.settle(entry, as: verdict, how: "looked", now: clock.now())
      add(verdict == .applied ? .applied(entry) : .other)
      open[system]?.removeAll { $0 == entry }
    }
  }

  /// Compares the roster of random moments, and of now, through each lens.
  func compare() throws {
    let last = try ledger.position(at: .now).entry
    #expect(last == EntryID(log.facts.count), "seed \(seed)")
    var moments = (0..<12).map { _ in entry(upTo: last) }
    moments.append(last)
    for moment in moments {
      let position = try ledger.position(at: .entry(moment))
      for system in System.allCases {
        for readMode in ReadMode.allCases {
          for includesLeft in [false, true] {
            try compare(system, at: position, readMode, includesLeft)
          }
        }
      }
    }
    for system in System.allCases { try compare(system, at: nil, .expected, true) }
    for _ in 0..<6 {
      let ends = [entry(upTo: last), entry(upTo: last)]
      let system = System.allCases.randomElement(using: &random) ?? .dingtalk
      let readMode = ReadMode.allCases.randomElement(using: &random) ?? .observed
      try compareDiff(system, ends.min() ?? 0, ends.max() ?? 0, readMode)
    }
  }

  /// A random entry up to one, or 0.
  private func entry(upTo last: EntryID) -> EntryID {
    EntryID(Int64.random(in: 0...last.rawValue, using: &random))
  }

  private struct Place: Hashable {
    let user: Verbatim
    let address: CellAddress
  }

  /// Compares a difference with that of two replays.
  private func compareDiff(
    _ system: System,
    _ from: EntryID,
    _ to: EntryID,
    _ readMode: ReadMode
  ) throws {
    func cells(_ entry: EntryID) -> [Place: Content] {
      let lines = log.roster(of: system, upTo: entry, readMode: readMode, includesLeft: true)
      let cells = lines.map { (Place(user: $0.user, address: $0.address), $0.content) }
      return Dictionary(uniqueKeysWithValues: cells)
    }
    let (before, after) = (cells(from), cells(to))
    var expected: [Place: [Content?]] = [:]
    for place in Set(before.keys).union(after.keys) where before[place] != after[place] {
      expected[place] = [before[place], after[place]]
    }
    let difference = try ledger.diff(
      from: ledger.position(at: .entry(from)),
      to: ledger.position(at: .entry(to)),
      DiffFilter(system: system, readMode: readMode)
    )
    var reported: [Place: [Content?]] = [:]
    for row in difference.rows {
      reported[Place(user: row.user, address: CellAddress(row.field, row.item))] = [
        row.change.from, row.change.to,
      ]
    }
    #expect(reported == expected, "seed \(seed), \(system), \(from) to \(to), \(readMode)")
    differing += reported.count
  }

  private func compare(
    _ system: System,
    at position: ReadPosition?,
    _ readMode: ReadMode,
    _ includesLeft: Bool
  ) throws {
    let filter = RosterFilter(
      system: system,
      includesLeft: includesLeft,
      position: position,
      readMode: readMode
    )
    var reported: Set<NaiveLog.Line> = []
    try ledger.roster(filter) { row in
      let line = NaiveLog.Line(
        user: row.user,
        address: CellAddress(row.field, row.item),
        content: row.content,
        source: row.source,
        name: row.fieldName,
        lastObserved: row.lastObserved
      )
      #expect(reported.insert(line).inserted, "seed \(seed): \(line) twice")
      if row.source == .written { believed += 1 }
    }
    let expected = log.roster(
      of: system,
      upTo: position?.entry ?? EntryID(log.facts.count),
      readMode: readMode,
      includesLeft: includesLeft
    )
    compared += expected.count
    let entry = position?.entry ?? -1
    let place = "seed \(seed), \(system), entry \(entry), \(readMode)"
    let excess = reported.subtracting(expected)
    #expect(excess.isEmpty, "\(place): \(Array(excess.prefix(2)))")
    let missing = expected.subtracting(reported)
    #expect(missing.isEmpty, "\(place): \(Array(missing.prefix(2)))")
  }
}

@Suite struct AsOfModelTests {
  @Test
  func `as of any entry, through any lens, the roster is a replay of the log, and so is a diff`()
    async throws
  {
    var system = SystemRandomNumberGenerator()
    let first = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var believed = 0
    var compared = 0
    var differing = 0
    for seed in first..<(first + 8) {
      let twins = try WritingTwins(seed: seed)
      for _ in 0..<3 {
        for _ in 0..<6 { try await twins.operate() }
        try twins.compare()
      }
      believed += twins.believed
      compared += twins.compared
      differing += twins.differing
    }
    #expect(believed > 0, "nothing was believed from seed \(first) on")
    #expect(differing > 100, "little differed from seed \(first) on")
    #expect(compared > 1_000, "little was known from seed \(first) on")
  }
}
