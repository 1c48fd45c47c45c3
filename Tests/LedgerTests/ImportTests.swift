import Ledger
import LedgerHistory
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

@Suite struct ImportTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private func take(
    _ users: [ImportedUser],
    capturedAt: Instant? = nil
  ) async throws -> ImportOutcome {
    try await bench.take(users, capturedAt: capturedAt)
  }

  private func user(
    _ key: Verbatim,
    _ cells: [(FieldCode, Verbatim)],
    also scope: Set<FieldCode> = []
  ) -> ImportedUser {
    ImportedUser(
      user: key,
      scope: scope.union(cells.map(\.0)),
      cells: cells.map { Cell(CellAddress($0.0), .imported($0.1)) }
    )
  }

  private func roster() throws -> [String] {
    var lines: [String] = []
    try bench.ledger.roster(RosterFilter(system: .maycur, includesGone: true)) { row in
      let value = row.content.value?.text ?? row.content.presence.rawValue
      lines.append("\(row.user).\(row.field)[\(row.item)]=\(value) \(row.source)")
    }
    return lines
  }

  @Test func `a file's values count as observed, an empty cell is empty, a missing column unknown`()
    async throws
  {
    let first = try await take([
      user("M1", [("email", "a@x"), ("gender", "MAN")]), user("M2", [("email", "")]),
    ])
    #expect(first == ImportOutcome(users: 2, values: 3, changed: 3))
    #expect(
      try roster() == [
        "M1.email[0]=a@x observed", "M1.gender[0]=MAN observed", "M2.email[0]= observed",
      ]
    )
    let second = try await take([user("M1", [("email", "")]), user("M2", [("email", "")])])
    #expect(second == ImportOutcome(users: 2, values: 2, changed: 1))
    #expect(try roster()[0] == "M1.email[0]= observed")
    #expect(try roster()[1] == "M1.gender[0]=MAN observed", "there was no column for it")
  }

  @Test func `a list that became shorter loses its last items`() async throws {
    func roles(_ names: [Verbatim]) -> ImportedUser {
      ImportedUser(
        user: "M1",
        scope: ["roleNames"],
        cells: names.enumerated().map {
          Cell(CellAddress("roleNames", $0.offset), .imported($0.element))
        }
      )
    }
    _ = try await take([roles(["员工", "主管"])])
    let outcome = try await take([roles(["员工"])])
    #expect(outcome == ImportOutcome(users: 1, values: 1, changed: 1))
    #expect(try roster() == ["M1.roleNames[0]=员工 observed", "M1.roleNames[1]=gone observed"])
  }

  @Test func `every cell of a file is an event, and its file is on record`() async throws {
    let captured = bench.clock.now()
    _ = try await take([user("M1", [("email", "a@x")])], capturedAt: captured)
    _ = try await take([user("M1", [("email", "a@x")])], capturedAt: captured + .seconds(1))
    var events: [String] = []
    try bench.ledger.events(EntryFilter()) { row in
      events.append("\(row.event) \(row.kind) \(row.user).\(row.field) \(row.isChanged)")
    }
    #expect(events == ["2.1 imported M1.email true", "5.1 imported M1.email false"])
    var changed: [Int] = []
    try bench.ledger.entries(EntryFilter(user: UserKey(.maycur, "M1"))) { row in
      #expect(row.kind == .imported)
      changed.append(row.changed)
    }
    #expect(changed == [1, 0])
    let imports = try bench.ledger.imports()
    #expect(imports.map(\.capturedAt) == [captured, captured + .seconds(1)])
    #expect(imports[0].sha256 == String(repeating: "0b", count: 32))
    #expect(imports[0].file == "export.csv")
    #expect(try bench.ledger.statistics().events == 2)
  }

  @Test func `a write is expected until a file that was captured after it has another value`()
    async throws
  {
    _ = try await take([user("M1", [("email", "old@x"), ("phoneNo", "1")])])
    let before = bench.clock.now()
    try await bench.write("M1", "email", "new@x")
    #expect(try roster()[0] == "M1.email[0]=new@x written")
    let stale = try await take(
      [user("M1", [("email", "old@x"), ("phoneNo", "2")])],
      capturedAt: before
    )
    #expect(stale == ImportOutcome(users: 1, values: 1, changed: 1, superseded: 1))
    #expect(try roster() == ["M1.email[0]=new@x written", "M1.phoneNo[0]=2 observed"])
    let fresh = try await take([user("M1", [("email", "old@x")])])
    #expect(fresh == ImportOutcome(users: 1, values: 1, changed: 0))
    #expect(try roster()[0] == "M1.email[0]=old@x observed")
  }

  @Test func `a file that is older than the last one changes nothing observed since`() async throws
  {
    let before = bench.clock.now()
    _ = try await take([user("M1", [("email", "new@x")])])
    let older = try await take(
      [user("M1", [("email", "old@x"), ("gender", "MAN")]), user("M2", [("email", "b@x")])],
      capturedAt: before
    )
    #expect(older == ImportOutcome(users: 2, values: 2, changed: 2, superseded: 1))
    #expect(
      try roster() == [
        "M1.email[0]=new@x observed", "M1.gender[0]=MAN observed", "M2.email[0]=b@x observed",
      ]
    )
  }

  @Test func `an operation takes one file`() async throws {
    let writer = try await bench.importing()
    let roster = bench.imported([user("M1", [("email", "a@x")])], capturedAt: bench.clock.now())
    _ = try writer.append(roster, now: bench.clock.now())
    #expect(throws: LedgerError.self) { try writer.append(roster, now: bench.clock.now()) }
    try writer.close(.finished, now: bench.clock.now())
    #expect(try bench.ledger.imports().count == 1)
  }

  @Test func `imports can be derived from the log again`() async throws {
    _ = try await take([user("M1", [("email", "a@x")]), user("M2", [("gender", "MAN")])])
    try await bench.write("M1", "email", "b@x")
    _ = try await take([user("M1", [("email", "b@x")], also: ["gender"])])
    let reports = try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
    #expect(reports.allSatisfy { $0.differences == 0 })
    #expect(try roster() == ["M1.email[0]=b@x observed", "M2.gender[0]=MAN observed"])
  }
}

extension Content {
  /// An item as a file states it: a text without a label.
  static func imported(_ text: Verbatim) -> Content {
    .item(value: .text(text), label: .missing)
  }
}

extension Bench {
  func importing() async throws -> LedgerWriter {
    clock.advance(by: .seconds(60))
    return try await begin(.import, .maycur)
  }

  private func begin(_ kind: OperationKind, _ system: System) async throws -> LedgerWriter {
    try await ledger.begin(
      OperationRequest(
        kind: kind,
        system: system,
        actor: "hr@host",
        reason: "baseline",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
  }

  func imported(_ users: [ImportedUser], capturedAt: Instant) -> ImportedRoster {
    ImportedRoster(
      system: .maycur,
      file: "export.csv",
      digest: Array(repeating: 11, count: 32),
      capturedAt: capturedAt,
      users: users
    )
  }

  /// Records a file in an operation of its own.
  @discardableResult
  func take(_ users: [ImportedUser], capturedAt: Instant? = nil) async throws -> ImportOutcome {
    let writer = try await importing()
    let roster = imported(users, capturedAt: capturedAt ?? clock.now())
    let outcome = try writer.append(roster, now: clock.now())
    try writer.close(.finished, now: clock.now())
    return outcome
  }

  /// Writes a value to Maycur, which accepts it.
  func write(_ user: Verbatim, _ field: FieldCode, _ value: Verbatim) async throws {
    clock.advance(by: .seconds(60))
    let writer = try await begin(.push, .maycur)
    let cell = IntendedCell(
      cell: Cell(CellAddress(field), .imported(value)),
      action: .set,
      base: try ledger.base(of: UserKey(.maycur, user), CellAddress(field)),
      reversibility: .exact
    )
    let rows = try writer.intend([IntendedRow(user: user, cells: [cell])], now: clock.now())
    let sent = try writer.send(rows, now: clock.now())
    try writer.record(
      [(rows[0], .accepted)],
      of: sent,
      call: CallFacts(askedAt: clock.now(), receivedAt: clock.now(), requestID: nil),
      now: clock.now()
    )
    try writer.close(.finished, now: clock.now())
  }
}
