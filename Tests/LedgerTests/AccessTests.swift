import GRDB
import Ledger
import LedgerHistory
import LedgerStorage
import LedgerVerification
import RollbookTestSupport
import Roster
import Testing

/// What the service showed, as entries of the log.
@Suite struct AccessTests {
  private let bench: Bench

  init() async throws {
    bench = try Bench(signed: "rollbook.test/accesses")
    let people = ["u1", "u2", "u3"].map { user -> (Verbatim, [(FieldCode, Int, Content)]) in
      (Verbatim(user), [("sys00-name", 0, .text(Verbatim("欧阳\(user)")))])
    }
    for person in people {
      try await bench.record(response(asked: ["sys00-name"], person))
    }
  }

  @discardableResult
  private func show(
    _ people: NewAccess.People...,
    query: Verbatim? = nil,
    purpose: Verbatim? = nil
  ) throws -> ClosedRange<EntryID>? {
    bench.clock.advance(by: .seconds(60))
    let accesses = people.map {
      NewAccess(
        by: "token 9 (年审)",
        role: "auditor",
        of: "listPeople",
        query: query,
        at: 4,
        people: $0,
        behalf: "王芳",
        purpose: purpose
      )
    }
    return try bench.ledger.record(accesses, request: request(.access), now: bench.clock.now())
  }

  private func request(_ kind: OperationKind) -> OperationRequest {
    OperationRequest(
      kind: kind,
      system: .dingtalk,
      actor: "service@host",
      reason: "test",
      parameters: "{}",
      program: "test"
    )
  }

  private func key(_ user: String) -> UserKey { UserKey(.dingtalk, Verbatim(user)) }

  private func accesses(
    of user: String? = nil,
    by actor: Verbatim? = nil
  ) throws -> [RecordedAccess] {
    var all: [RecordedAccess] = []
    let filter = AccessFilter(
      user: user.map(key),
      actor: actor,
      span: EntrySpan(after: 0, through: .max)
    )
    try bench.ledger.accesses(filter) { all.append($0) }
    return all
  }

  @Test func `who looked at a person is in the log, alone, among others, or anyone`()
    throws
  {
    let entries = try #require(
      try show(.person(key("u1")), .each([key("u2"), key("u1")]), .everybody, .each([key("u3")]))
    )
    // An opened and a closed entry around them.
    #expect(entries.count == 6)
    #expect(try accesses().map(\.people) == [1, 2, nil, 1])
    #expect(try accesses().map(\.user) == ["u1", nil, nil, "u3"])
    #expect(try accesses(of: "u1").map(\.people) == [1, 2, nil])
    #expect(try accesses(of: "u2").map(\.people) == [2, nil])
    #expect(try accesses(by: "年审").count == 4)
    #expect(try accesses(by: "token 8").isEmpty)
    let first = try accesses()[0]
    #expect(first.actor == "token 9 (年审)" && first.role == "auditor" && first.what == "listPeople")
    #expect(first.position == 4 && first.behalf == "王芳" && first.query == nil)
    #expect(first.recordedAt == bench.clock.now())
    #expect(try bench.ledger.verify(.full).findings == [])
  }

  @Test func `the same people are one set, in whatever order they were shown`() throws {
    for _ in 0..<3 { try show(.each([key("u1"), key("u2")])) }
    try show(.each([key("u2"), key("u3")]), .each([key("u2"), key("u1")]), .each([]))
    let sets = try DatabaseQueue(path: bench.ledger.path).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM people_set")
    }
    #expect(sets == 3)
    #expect(try accesses().map(\.people) == [2, 2, 2, 2, 2, 0])
    #expect(try bench.ledger.verify(.full).findings == [])
  }

  @Test func `a person whom the ledger does not have is not shown`() throws {
    try show(.person(key("nobody")), .each([key("nobody"), key("u1")]))
    #expect(try accesses().map(\.people) == [nil, 1])
    #expect(try bench.ledger.statistics().users == 3)
  }

  @Test func `people who are added to a set, or taken out of it, are found`() throws {
    try show(.each([key("u1"), key("u2")]))
    #expect(try bench.ledger.verify(.full).findings == [])
    for sql in [
      "INSERT INTO people_set_member VALUES (1, 3)",
      "DELETE FROM people_set_member WHERE user = 3",
      "UPDATE people_set SET root = zeroblob(32)",
    ] {
      let queue = try DatabaseQueue(path: bench.ledger.path)
      try queue.write { database in
        let triggers = try String.fetchAll(
          database,
          sql:
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'people_set%'"
        )
        for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger)") }
        try database.execute(sql: sql)
      }
      let findings = try bench.ledger.verify(.full).findings.filter { $0.kind == .entryChanged }
      // The second statement takes out whom the first one added.
      #expect(findings.isEmpty == sql.hasPrefix("DELETE"), "\(sql): \(findings)")
    }
  }

  @Test func `what was looked for goes with the person, who looked and how often stays`()
    async throws
  {
    try show(.each([key("u1"), key("u2")]), query: "q=欧阳u1", purpose: "欧阳u1 asked for it")
    let writer = try await bench.ledger.begin(
      request(.erase),
      wait: .zero,
      timekeeper: bench.clock
    )
    #expect(try show(.person(key("u2"))) == nil)
    _ = try writer.erase("u1", fields: nil, now: bench.clock.now())
    try writer.scrub()
    try writer.close(.finished, now: bench.clock.now())
    let access = try accesses()[0]
    #expect(access.query == "(erased)" && access.purpose == "(erased)")
    #expect(access.actor == "token 9 (年审)" && access.people == 2)
    #expect(try bench.ledger.verify(.full).findings == [])
    #expect(try show(.person(key("u2"))) != nil)
  }

  @Test func `what names a person in a reading goes with them, however it is written`()
    async throws
  {
    let encoded: Verbatim = "q=%E6%AC%A7%E9%98%B3u1&limit=5"
    try show(.each([key("u1"), key("u2")]), query: encoded)
    try show(.person(key("u1")), query: "field=sys00-name", purpose: "a talk")
    try show(.person(key("u2")), query: "field=sys00-name", purpose: "another talk")
    // Who looked at themself is named by the actor.
    let own = NewAccess(
      by: "欧阳u1 u1 (dingtalk 12)",
      role: "subject",
      of: "readOwnRecord",
      at: 4,
      people: .person(key("u1"))
    )
    _ = try bench.ledger.record([own], request: request(.access), now: bench.clock.now())
    let writer = try await bench.ledger.begin(request(.erase), wait: .zero, timekeeper: bench.clock)
    _ = try writer.erase("u1", fields: nil, now: bench.clock.now())
    try writer.scrub()
    try writer.close(.finished, now: bench.clock.now())
    let left = try accesses()
    #expect(left.map(\.query) == ["(erased)", "(erased)", "field=sys00-name", nil])
    #expect(left.map(\.purpose) == [nil, "(erased)", "another talk", nil])
    #expect(left[3].actor == "(erased)" && left[0].actor == "token 9 (年审)")
    #expect(try Traces.found(["%E6%AC%A7", "欧阳u1", "a talk"], in: bench.ledger) == [])
    #expect(try bench.ledger.verify(.full).findings == [])
  }

  @Test func `texts of old readings go from every byte of the file, and the proof stays`()
    async throws
  {
    try show(.person(key("u1")), query: "field=old-one", purpose: "第一次审计")
    try show(.each([key("u1"), key("u2")]), query: "q=old-two", purpose: "第一次审计")
    let held = try await bench.ledger.begin(request(.hold), wait: .zero, timekeeper: bench.clock)
    try held.hold("u3", now: bench.clock.now())
    try held.close(.finished, now: bench.clock.now())
    try show(.person(key("u3")), .each([key("u2"), key("u3")]), query: "q=held")
    let before = bench.clock.now() + .seconds(1)
    try show(.person(key("u1")), query: "field=new", purpose: "第二次审计")
    #expect(try bench.ledger.textsOfAccesses(before: before) == 8)
    let writer = try await bench.ledger.begin(request(.erase), wait: .zero, timekeeper: bench.clock)
    let made = try #require(try writer.forget(before: before, now: bench.clock.now()))
    #expect(try writer.forget(before: before, now: bench.clock.now()) == nil)
    try writer.scrub()
    try writer.close(.finished, now: bench.clock.now())
    #expect(made.texts == 8)
    let left = try accesses()
    #expect(left.map(\.actor.text).prefix(2) == ["(erased)", "(erased)"])
    #expect(left.map(\.query) == ["(erased)", "(erased)", "q=held", "q=held", "field=new"])
    #expect(left.map(\.people) == [1, 2, 1, 2, 1] && left[0].user == "u1")
    #expect(try Traces.found(["old-one", "old-two", "第一次审计"], in: bench.ledger) == [])
    #expect(try Traces.found(["第二次审计", "q=held"], in: bench.ledger).count == 2)
    #expect(try bench.ledger.verify(.full).findings == [])
    #expect(try Traces.differing(from: bench.ledger, bench.folder) == [])
    #expect(try bench.ledger.erasures().isEmpty, "no person was erased")
  }

  @Test func `an access that names another one before it is found`() throws {
    for _ in 0..<2 { try show(.everybody) }
    try Tampering.change(bench.ledger.path) { database in
      try database.execute(sql: "UPDATE access SET previous = 1 WHERE previous > 0")
      try Tampering.redoHashes(database)
    }
    let findings = try bench.ledger.verify(.full).findings
    #expect(findings.contains { $0.kind == .entryChanged && $0.object == "access" }, "\(findings)")
  }

  @Test func `accesses do not keep the end of what is recorded from being found`() async throws {
    let end = try bench.ledger.position(at: .now).entry
    #expect(try bench.ledger.lastEntryBesideAccesses() == end)
    for _ in 0..<3 { try show(.everybody) }
    #expect(try bench.ledger.lastEntryBesideAccesses() == end)
    #expect(try bench.ledger.operations().allSatisfy { $0.kind != .access })
    try await bench.record(response(asked: ["sys00-name"], ("u4", [])))
    #expect(try bench.ledger.lastEntryBesideAccesses() == bench.ledger.position(at: .now).entry)
  }
}
