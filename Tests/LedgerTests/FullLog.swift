import LedgerVerification
import Foundation
import GRDB
import Ledger
import RollbookTestSupport
import Roster
import TransparencyLog

/// A log in which every table has rows, every kind of entry occurs, and everything that may be
/// absent is there once and absent once, as far as there is more than one.
struct FullLog {
  let bench: Bench
  var now: Instant { bench.clock.now() }

  init(erasing: Bool = false) async throws {
    bench = try Bench(signed: "rollbook.example/full")
    try await fetch()
    try await push()
    try await probe()
    try await take()
    try await link()
    try await grant()
    try access()
    try await propose()
    try await fetchAgain()
    _ = try await bench.ledger.signHead(wait: .zero, timekeeper: bench.clock)
    try await testify()
    if erasing { try await erase() }
  }

  /// A witness cosigns the last head, and an authority stamps it.
  private func testify() async throws {
    let (ledger, clock) = (bench.ledger, bench.clock)
    let head = try ledger.head().log
    let witness = try SigningKey(
      keyName: KeyName("witness.example/full"),
      seed: [UInt8](repeating: 1, count: 32)
    )
    let seconds = UInt64(now.milliseconds / 1000)
    _ = try await ledger.take(
      [try witness.cosign(head.checkpoint, at: seconds)],
      by: [witness.verifierKey(.cosignature)],
      wait: .zero,
      timekeeper: clock
    )
    let digest = MerkleHash.digest(of: head.bytes).bytes
    let reply = StampedReply.bytes(digest: digest, time: "20260101000000Z")
    _ = try await ledger.take(timeStamp: reply, wait: .zero, timekeeper: clock)
  }

  func begin(
    _ kind: OperationKind,
    _ system: System,
    parent: OperationNumber? = nil
  ) async throws -> LedgerWriter {
    bench.clock.advance(by: .seconds(60))
    return try await bench.ledger.begin(
      OperationRequest(
        kind: kind,
        system: system,
        actor: "hr@host",
        claimedActor: "王芳",
        reason: "年度核对",
        ticket: "HR-17",
        requestKey: kind == .probe
          ? nil : RequestKey("key", digest: Verbatim(String(repeating: "0a", count: 32))),
        parameters: #"{"users":"all"}"#,
        program: "test",
        parent: parent
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
  }

  private func list(_ users: [Verbatim], _ writer: LedgerWriter) throws {
    let list = Enumeration(
      system: .dingtalk,
      users: users,
      askedAt: now,
      receivedAt: now,
      requestID: "e1"
    )
    _ = try writer.append(list, limit: ShrinkLimit(percent: 90, people: 9), now: now)
  }

  private func describe(_ name: Verbatim, _ writer: LedgerWriter) throws {
    let field = FieldDescription(
      code: "sys02-sexType",
      name: name,
      group: "sys02",
      groupName: "个人信息",
      isDetail: false,
      type: "DDSelectField",
      isDerived: false,
      options: [FieldOption(value: "0", label: "男"), FieldOption(value: "1", label: "女")]
    )
    let catalog = CatalogResponse(
      system: .dingtalk,
      fields: [field],
      askedAt: now,
      receivedAt: now,
      requestID: nil
    )
    _ = try writer.append(catalog, now: now)
  }

  private func fetch() async throws {
    let writer = try await begin(.fetch, .dingtalk)
    try describe("性别", writer)
    try list(["u1", "u2", "u3"], writer)
    let reported = RosterResponse(
      system: .dingtalk,
      company: "ding1",
      asked: ["a", "b", "sys02-sexType"],
      users: [
        UserResponse(
          user: "u1",
          unionID: "union-1",
          cells: [
            Cell(CellAddress("a"), .text("13800000001")), Cell(CellAddress("b", 1), .text("two")),
            Cell(CellAddress("b"), .text("one")),
            Cell(CellAddress("sys02-sexType"), .item(value: .text("1"), label: .text("女"))),
          ]
        ),
        UserResponse(
          user: "u2",
          unionID: "union-2",
          cells: [Cell(CellAddress("a"), .emptyList), Cell(CellAddress("b"), .text("x"))]
        ),
      ],
      absent: [AbsentUser(user: "u3", code: "400023", message: "员工不存在")],
      askedAt: now,
      receivedAt: now + .milliseconds(40),
      requestID: "r1"
    )
    _ = try writer.append(reported, now: now)
    // The clock is set back, and the log says so.
    _ = try writer.append(
      response(asked: ["a"], absent: [AbsentUser(user: "u3", code: nil, message: nil)]),
      now: Instant(milliseconds: now.milliseconds - 5_000)
    )
    try writer.close(.finished, now: now)
  }

  private func row(_ user: Verbatim, _ value: Verbatim) throws -> IntendedRow {
    let key = UserKey(.dingtalk, user)
    let cell = Cell(CellAddress("a"), .item(value: .text(value), label: .missing))
    let other = Cell(CellAddress("b"), .text(""))
    return IntendedRow(
      user: user,
      cells: [
        IntendedCell(
          cell: cell,
          action: .set,
          base: try bench.ledger.base(of: key, CellAddress("a")),
          reversibility: .exact
        ),
        IntendedCell(
          cell: other,
          action: .clear,
          base: try bench.ledger.base(of: key, CellAddress("b")),
          isImplied: true,
          reversibility: .unproven
        ),
      ]
    )
  }

  private func push() async throws {
    let writer = try await begin(.push, .dingtalk)
    let rows = try writer.intend(
      [row("u1", "13900000009"), row("u2", "7"), row("u3", "8")],
      now: now
    )
    try writer.recordOverride(of: "maxUsers", configured: 1, used: 3)
    let facts = CallFacts(askedAt: now, receivedAt: now + .milliseconds(9), requestID: "w1")
    let sent = try writer.send(Array(rows[0...1]), now: now)
    try writer.record(
      [
        (rows[0], .uncertain(code: nil, message: "timed out")),
        (rows[1], .rejected(code: "400002", message: "参数错误")),
      ],
      of: sent,
      call: facts,
      now: now
    )
    let again = try writer.send([rows[1]], now: now)
    try writer.record([(rows[1], .accepted)], of: again, call: facts, now: now)
    _ = try writer.take([.skip(rows[2], reason: "sys00-mobile had moved")], now: now)
    try writer.close(.finished, now: now)
    let settling = try await begin(.settle, .dingtalk, parent: writer.operation)
    try settling.settle(rows[0], as: .applied, how: "read again", now: now)
    try settling.close(.finished, now: now)
  }

  private func probe() async throws {
    let writer = try await begin(.probe, .dingtalk)
    try writer.recordBehaviour("emptyValue", answer: "clears")
    try writer.close(.interrupted, now: now)
  }

  private func take() async throws {
    let writer = try await begin(.import, .maycur)
    let cells = [Cell(CellAddress("email"), .text("wang@example.com"))]
    let roster = ImportedRoster(
      system: .maycur,
      file: "baseline.csv",
      digest: Array(repeating: 7, count: 32),
      capturedAt: now,
      users: [
        ImportedUser(user: "M1", scope: ["email"], cells: cells),
        ImportedUser(user: "M2", scope: ["email", "gender"], cells: cells),
      ]
    )
    _ = try writer.append(roster, now: now)
    try writer.close(.finished, now: now)
  }

  private func link() async throws {
    let writer = try await begin(.link, .dingtalk)
    let pairs = [
      UserPair(dingtalk: "u1", maycur: "M1"), UserPair(dingtalk: "u2", maycur: "M9"),
    ]
    try writer.link(pairs, source: .administrator, now: now)
    try writer.unlink([pairs[1]], now: now)
    try writer.close(.finished, now: now)
  }

  /// A token with all that it can have, and one with neither end nor name, which is revoked.
  private func grant() async throws {
    var writer = try await begin(.token, .dingtalk)
    let until = now + .seconds(86_400)
    let hashes = (1...2).map { [UInt8](repeating: $0, count: 32) }
    try writer.grant(
      NewToken(hash: hashes[0], role: "auditor", until: until, name: "王芳的核对"),
      now: now
    )
    let number = try writer.grant(NewToken(hash: hashes[1], role: "client", until: nil), now: now)
    try writer.revoke(number, now: now)
    try writer.close(.finished, now: now)
    writer = try await begin(.configure, .dingtalk)
    try writer.configure(hashes[0], now: now)
    try writer.close(.finished, now: now)
  }

  /// Readings of one person, of several, twice the same, and of any person; with all that they can have.
  private func access() throws {
    let whole = NewAccess(
      by: "token 12 (年审)",
      role: "auditor",
      of: "readPerson",
      query: "user=u1",
      at: 3,
      people: .person(UserKey(.dingtalk, "u1")),
      behalf: "王芳",
      purpose: "年审"
    )
    let pair = NewAccess.People.each([UserKey(.dingtalk, "u1"), UserKey(.dingtalk, "u2")])
    let others = [pair, pair, .everybody].map {
      NewAccess(by: "root@host", role: "owner", of: "listCells", at: 2, people: $0)
    }
    bench.clock.advance(by: .seconds(60))
    _ = try bench.ledger.record([whole] + others, request: .showing, now: now)
  }

  private func dismiss(_ user: Verbatim, _ writer: LedgerWriter) throws {
    let record = Verbatim(#"{"lastWorkDay":1767196800000,"voluntaryReason":["\#(user) 家庭原因"]}"#)
    let response = LeaverResponse(
      system: .dingtalk,
      leavers: [Leaver(user: user, record: record)],
      askedAt: now,
      receivedAt: now
    )
    try writer.append(response, now: now)
  }

  /// u1 is as they were written; u2 lost a cell and has left; u3 left and is back.
  private func fetchAgain() async throws {
    for round in 0..<2 {
      let writer = try await begin(.fetch, .dingtalk)
      try describe(Verbatim("性别 \(round)"), writer)
      try list(round == 0 ? ["u1"] : ["u1", "u3"], writer)
      let reported = response(
        asked: ["a", "b", "sys02-sexType"],
        (
          "u1",
          [
            ("a", 0, .text("13900000009")), ("b", 0, .text("")),
            ("sys02-sexType", 0, .item(value: .text("1"), label: .text("女"))),
          ]
        ),
        ("u2", [("b", 0, .text("x"))])
      )
      _ = try writer.append(reported, now: now)
      if round == 0 { try dismiss("u2", writer) }
      try writer.close(.finished, now: now)
    }
    // A write that is expected until it is observed, and an operation that is not closed.
    let writer = try await begin(.push, .dingtalk)
    let rows = try writer.intend([row("u1", "13700000000")], now: now)
    let sent = try writer.send(rows, now: now)
    let facts = CallFacts(askedAt: now, receivedAt: now, requestID: "w2")
    try writer.record([(rows[0], .accepted)], of: sent, call: facts, now: now)
    try writer.close(.finished, now: now)
    let last = try await begin(.fetch, .dingtalk)
    let unread = response(asked: ["b"], users: []).part(
      asked: ["b"],
      users: [],
      absent: [],
      setAside: [
        SetAside(.field, user: "u1", field: "b", problem: "field_value_list is not a list"),
        SetAside(.person, problem: "userid was not asked for"),
      ]
    )
    _ = try last.append(unread, now: now)
  }

  /// A person comes, is erased, comes back, and is readmitted; another person loses a field.
  private func erase() async throws {
    let reported = RosterResponse(
      system: .dingtalk,
      company: "ding1",
      asked: ["a"],
      users: [
        UserResponse(
          user: "u9",
          unionID: "union-9",
          cells: [Cell(CellAddress("a"), .text("13500000009"))]
        )
      ],
      absent: [],
      askedAt: now,
      receivedAt: now,
      requestID: nil
    )
    var writer = try await begin(.fetch, .dingtalk)
    _ = try writer.append(reported, now: now)
    let absent = AbsentUser(user: "u9", code: "400023", message: "u9 不存在")
    _ = try writer.append(response(asked: ["a"], absent: [absent]), now: now)
    try dismiss("u9", writer)
    try writer.close(.finished, now: now)
    writer = try await begin(.hold, .dingtalk)
    try writer.hold("u9", now: now)
    _ = try? writer.erase("u9", fields: nil, now: now)
    try writer.release("u9", now: now)
    try writer.close(.finished, now: now)
    writer = try await begin(.erase, .dingtalk)
    _ = try writer.erase("u9", fields: nil, now: now)
    _ = try writer.erase("u1", fields: ["b"], now: now)
    try writer.scrub()
    _ = try writer.append(reported, now: now)
    try writer.readmit("u9", now: now)
    try writer.close(.finished, now: now)
  }

  /// The file, for anyone who reads or writes it past Rollbook.
  func open() throws -> DatabaseQueue { try DatabaseQueue(path: bench.ledger.path) }
}

extension DatabaseQueue {
  /// Every row of a table as one text, in the order of its columns.
  func rows(of table: String) throws -> [String] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { row in
        row.map { "\($0)=\($1)" }.joined(separator: " ")
      }.sorted()
    }
  }
}

extension OperationRequest {
  /// A service that shows something.
  static var showing: OperationRequest {
    OperationRequest(
      kind: .access,
      system: .dingtalk,
      actor: "service@host",
      parameters: "{}",
      program: "test"
    )
  }
}
