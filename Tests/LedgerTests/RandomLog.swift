import LedgerHistory
import Ledger
import LedgerStorage
import RollbookTestSupport
import Roster

/// A ledger with random operations: lists, responses, catalogs, batches, exceeded limits, files,
/// links, tokens, settings, accesses, proposals, and, on request, erasures and readmissions.
struct RandomLog {
  let bench: Bench
  private static let digest = Verbatim(String(repeating: "5f", count: 32))
  /// Is called after each transaction.
  var observe: (Ledger) throws -> Void = { _ in }
  private let erases: Bool
  private var random: Seeded
  private var company: RandomCompany
  private var open: [EntryID] = []

  init(seed: UInt64, erases: Bool = false) throws {
    bench = try Bench()
    self.erases = erases
    random = Seeded(seed)
    company = RandomCompany(using: &random)
  }

  private var now: Instant { bench.clock.now() }
  private var users: [Verbatim] { Array(company.people.prefix(4)) }

  private mutating func draw(_ below: Int) -> Int { Int.random(in: 0..<below, using: &random) }

  private func begin(_ kind: OperationKind, _ system: System) async throws -> LedgerWriter {
    bench.clock.advance(by: .seconds(60))
    let writer = try await bench.ledger.begin(
      OperationRequest(
        kind: kind,
        system: system,
        actor: "hr@host",
        reason: kind == .push ? "correction" : nil,
        ticket: kind == .push ? "HR-1" : nil,
        requestKey: kind == .fetch ? nil : RequestKey(Verbatim("\(kind)"), digest: Self.digest),
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
    try observe(bench.ledger)
    return writer
  }

  /// Does something in one transaction, and checks the log.
  private func commit<T>(_ body: () throws -> T) throws -> T {
    let result = try body()
    try observe(bench.ledger)
    return result
  }

  /// Runs some operations, one after the other.
  mutating func live(_ turns: Int) async throws {
    for _ in 0..<turns {
      company.live(using: &random)
      switch draw(erases ? 12 : 10) {
      case 7: try await grant()
      case 8: try access()
      case 9: try await propose()
      case 10: try await erase()
      case 11: try await readmit()
      case 0: try await call()
      case 1, 2, 3: try await fetch()
      case 4: try await push(.dingtalk)
      case 5: try await (draw(2) == 0 ? push(.maycur) : take())
      default: try await link()
      }
    }
  }

  private mutating func call() async throws {
    var listed: [Verbatim] = []
    for user in users where draw(4) > 0 { listed.append(user) }
    try await bench.enumerate(listed, limit: ShrinkLimit(percent: 100, people: 10))
    try observe(bench.ledger)
  }

  private mutating func fetch() async throws {
    let writer = try await begin(.fetch, .dingtalk)
    if draw(3) == 0 {
      let catalog = company.catalog(at: now, using: &random)
      _ = try commit { try writer.append(catalog, now: now) }
    }
    var asked: Set<FieldCode> = []
    for field in RandomCompany.fields where draw(3) > 0 { asked.insert(field) }
    if asked.isEmpty { asked = ["a-name"] }
    let response = company.response(
      Array(users.prefix(1 + draw(users.count))),
      asked,
      at: now,
      using: &random
    )
    _ = try commit { try writer.append(response, now: now) }
    try commit { try writer.close(.finished, now: now) }
  }

  private mutating func push(_ system: System) async throws {
    let present = try present()
    guard !present.isEmpty else { return }
    let writer = try await begin(.push, system)
    if draw(3) == 0 { try exceed("maxUsers", writer) }
    let field: FieldCode = system == .dingtalk ? "d-plain" : "email"
    let rows = try (system == .dingtalk ? present : ["M1", "M2"]).map { user in
      let base = try bench.ledger.base(of: UserKey(system, user), CellAddress(field))
      return IntendedRow(
        user: user,
        cells: [
          IntendedCell(
            cell: Cell(CellAddress(field), .text(draw(2) == 0 ? "男" : "x")),
            action: .set,
            base: base,
            reversibility: .exact
          )
        ]
      )
    }
    let intended = try commit { try writer.intend(rows, now: now) }
    if draw(3) == 0 { try exceed("maxEmptied", writer) }
    for row in intended { try carry(row, writer) }
    for row in open where draw(2) == 0 {
      let verdicts: [Settlement] = [.applied, .notApplied, .undecidable]
      let verdict = verdicts[draw(3)]
      try commit { try writer.settle(row, as: verdict, how: "read", now: now) }
      open.removeAll { $0 == row }
    }
    if draw(4) > 0 { try commit { try writer.close(.finished, now: now) } }
  }

  private func exceed(_ limit: String, _ writer: LedgerWriter) throws {
    try commit { try writer.recordOverride(of: limit, configured: 50, used: 99) }
  }

  private mutating func carry(_ row: EntryID, _ writer: LedgerWriter) throws {
    if draw(6) == 0 { return }
    if draw(6) == 0 {
      return try commit { _ = try writer.take([.skip(row, reason: "moved")], now: now) }
    }
    for _ in 0..<(1 + draw(2)) {
      let sent = try commit { try writer.send([row], now: now) }
      if draw(6) == 0 {
        open.append(row)
        continue
      }
      let verdicts: [RowVerdict] = [
        .accepted, .accepted, .rejected(code: "1", message: "no"),
        .uncertain(code: nil, message: "dropped"),
      ]
      let verdict = verdicts[draw(4)]
      if case .uncertain = verdict { open.append(row) }
      let facts = CallFacts(askedAt: now, receivedAt: now, requestID: nil)
      try commit { try writer.record([(row, verdict)], of: sent, call: facts, now: now) }
    }
  }

  private mutating func take() async throws {
    let value: Verbatim = draw(2) == 0 ? "a@x" : ""
    let user = ImportedUser(
      user: draw(2) == 0 ? "M1" : "M3",
      scope: ["email", "gender"],
      cells: [Cell(CellAddress("email"), .imported(value))]
    )
    bench.clock.advance(by: .seconds(60))
    _ = try await bench.take([user])
    try observe(bench.ledger)
  }

  /// Erases a person, or a field of one.
  private mutating func erase() async throws {
    let user = users[draw(users.count)]
    let fields: Set<FieldCode>? = draw(2) == 0 ? ["d-plain"] : nil
    guard
      let plan = try? bench.ledger.erasurePlan(of: UserKey(.dingtalk, user), fields: fields),
      fields == nil || plan.values > 0
    else { return }
    let writer = try await begin(.erase, .dingtalk)
    if draw(2) == 0 { try exceed("maxUsers", writer) }
    _ = try commit { try writer.erase(user, fields: fields, now: now) }
    try writer.scrub()
    try commit { try writer.close(.finished, now: now) }
  }

  /// Creates a token, perhaps revokes it, or records other settings.
  private mutating func grant() async throws {
    guard draw(3) > 0 else {
      let writer = try await begin(.configure, .dingtalk)
      let digest = (0..<32).map { _ in UInt8(draw(256)) }
      _ = try commit { try writer.configure(digest, now: now) }
      return try commit { try writer.close(.finished, now: now) }
    }
    let writer = try await begin(.token, .dingtalk)
    let token = NewToken(
      hash: (0..<32).map { _ in UInt8(draw(256)) },
      role: draw(2) == 0 ? "auditor" : "client",
      until: draw(2) == 0 ? now + .seconds(60) : nil,
      name: draw(2) == 0 ? "u1" : nil
    )
    let number = try commit { try writer.grant(token, now: now) }
    if draw(2) == 0 { _ = try commit { try writer.revoke(number, now: now) } }
    try commit { try writer.close(.finished, now: now) }
  }

  /// Shows one person, some of those that there may be, or any person.
  private mutating func access() throws {
    bench.clock.advance(by: .seconds(60))
    let accesses = (0...draw(3)).map { _ in
      let keys = users.filter { _ in draw(2) == 0 }.map { UserKey(.dingtalk, $0) }
      let people: [NewAccess.People] = [
        .person(UserKey(.dingtalk, users.randomElement(using: &random) ?? "u1")), .each(Set(keys)),
        .everybody,
      ]
      return NewAccess(
        by: "token 7",
        role: "auditor",
        of: "listPeople",
        query: draw(2) == 0 ? "q=u1" : nil,
        at: 1,
        people: people[draw(3)],
        purpose: draw(3) == 0 ? "u1" : nil
      )
    }
    _ = try commit { try bench.ledger.record(accesses, request: .showing, now: now) }
  }

  /// Proposes to write to those who are not erased, and approves or declines it.
  private mutating func propose() async throws {
    let present = try present()
    guard !present.isEmpty else { return }
    let proposer = try await begin(.propose, .dingtalk)
    let digest = (0..<32).map { _ in UInt8(draw(256)) }
    let proposal = NewProposal(
      kind: .push,
      request: "{}",
      rows: present.map { NewProposal.Row(user: $0, planned: Verbatim("{\"b\":\"\($0) new\"}")) },
      digest: digest,
      proposer: "hr",
      needs: ["approver"],
      until: now + .seconds(60)
    )
    _ = try commit { try proposer.propose(proposal, now: now) }
    try commit { try proposer.close(.finished, now: now) }
    let decider = try await begin(.decide, .dingtalk)
    let decision = NewDecision(
      draw(2) == 0 ? .approved : .withdrawn,
      on: proposer.operation,
      digest: digest,
      by: ApprovalDecider.Person(name: draw(2) == 0 ? "hr" : "finance", duties: ["approver"]),
      who: []
    )
    do { _ = try commit { try decider.decide(decision, now: now) } } catch {
      guard case LedgerError.approval = error else { throw error }
    }
    try commit { try decider.close(.finished, now: now) }
  }

  private mutating func readmit() async throws {
    let keys = users.map { UserKey(.dingtalk, $0) }
    guard let user = try bench.ledger.erased(among: keys).keys.min(by: { $0.id < $1.id })
    else { return }
    let writer = try await begin(.readmit, .dingtalk)
    _ = try commit { try writer.readmit(user.id, now: now) }
    try commit { try writer.close(.finished, now: now) }
  }

  /// Those users who are not erased.
  private func present() throws -> [Verbatim] {
    let erased = try bench.ledger.erased(among: users.map { UserKey(.dingtalk, $0) })
    return users.filter { erased[UserKey(.dingtalk, $0)] == nil }
  }

  private mutating func link() async throws {
    let present = try present()
    guard !present.isEmpty else { return }
    let pairs = (0..<(1 + draw(2))).map { _ in
      UserPair(dingtalk: present[draw(present.count)], maycur: Verbatim("M\(1 + draw(3))"))
    }
    let sources: [LinkSource] = [.maycur, .jobNumber, .administrator]
    let source = sources[draw(3)]
    try await bench.state(draw(4) == 0 ? .unlinked : .linked, pairs, source)
    try observe(bench.ledger)
  }
}
