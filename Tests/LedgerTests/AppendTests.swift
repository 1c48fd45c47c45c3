import LedgerVerification
import Foundation
import Ledger
import LedgerHistory
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

@Suite struct AppendTests {
  @Test func `a first response makes an event of every cell, in bytewise order`() async throws {
    let bench = try Bench()
    let outcome = try await bench.record(
      response(
        asked: ["b", "a"],
        ("u1", [("b", 1, .text("y")), ("b", 0, .text("x")), ("a", 0, .text("z"))])
      )
    )
    #expect(outcome.values == 3)
    #expect(outcome.changed == 3)
    #expect(try bench.events() == ["2.1 u1.a[0]=z*", "2.2 u1.b[0]=x*", "2.3 u1.b[1]=y*"])
    #expect(try bench.roster() == ["u1.a[0]=z", "u1.b[0]=x", "u1.b[1]=y"])
  }

  @Test func `an unchanged response stores no event and states every one`() async throws {
    let bench = try Bench()
    let reported = response(
      asked: ["a", "b"],
      ("u1", [("a", 0, .text("1")), ("b", 0, .text("2"))])
    )
    try await bench.record(reported)
    let stored = try bench.ledger.statistics().storedEvents
    let outcome = try await bench.record(reported)
    #expect(outcome.changed == 0)
    #expect(try bench.ledger.statistics().storedEvents == stored)
    #expect(try bench.ledger.statistics().events == 4)
    #expect(try bench.events(EntryFilter(operation: 2)) == ["5.1 u1.a[0]=1", "5.2 u1.b[0]=2"])
  }

  @Test func `a cell that went is stated once, after those that came back`() async throws {
    let bench = try Bench()
    try await bench.record(
      response(asked: ["a"], ("u1", [("a", 0, .text("1")), ("a", 1, .text("2"))]))
    )
    let without = response(asked: ["a"], ("u1", [("a", 1, .text("2"))]))
    let gone = try await bench.record(without)
    try await bench.record(without)
    #expect(gone.gone == 1)
    #expect(try bench.events(EntryFilter(operation: 2)) == ["5.1 u1.a[1]=2", "5.2 u1.a[0]=gone*"])
    #expect(try bench.events(EntryFilter(operation: 3)) == ["8.1 u1.a[1]=2"])
    #expect(try bench.roster() == ["u1.a[1]=2"])
    #expect(try bench.roster(RosterFilter(includesGone: true)) == ["u1.a[0]=gone", "u1.a[1]=2"])
  }

  @Test func `a field that everybody had and that comes back for no one was withheld`() async throws
  {
    let bench = try Bench()
    let both = response(
      asked: ["a", "b"],
      ("u1", [("a", 0, .text("1")), ("b", 0, .text("2"))]),
      ("u2", [("a", 0, .text("3")), ("b", 0, .text("4"))])
    )
    try await bench.record(both)
    let outcome = try await bench.record(
      response(
        asked: ["a", "b"],
        ("u1", [("a", 0, .text("1"))]),
        ("u2", [("a", 0, .text("3"))])
      )
    )
    #expect(outcome.withheld == ["b"])
    #expect(outcome.gone == 0)
    #expect(try bench.roster().count == 4)
    let found = try bench.ledger.findings(of: 2)
    #expect(found == [Finding(kind: .fieldWithheld, operation: 2, field: "b", count: 2)])
  }

  @Test func `a field that half of the users had and that comes back for no one was withheld too`()
    async throws
  {
    let bench = try Bench()
    try await bench.record(
      response(
        asked: ["a", "b"],
        ("u1", [("a", 0, .text("1")), ("b", 0, .text("2"))]),
        ("u2", [("a", 0, .text("3"))])
      )
    )
    let without = response(
      asked: ["a", "b"],
      ("u1", [("a", 0, .text("1"))]),
      ("u2", [("a", 0, .text("3"))])
    )
    #expect(try await bench.record(without).withheld == ["b"])
  }

  @Test func `a field that few had and that comes back for no one is gone`() async throws {
    let bench = try Bench()
    try await bench.record(
      response(
        asked: ["a", "b"],
        ("u1", [("a", 0, .text("1")), ("b", 0, .text("2"))]),
        ("u2", [("a", 0, .text("3"))]),
        ("u3", [("a", 0, .text("4"))])
      )
    )
    let outcome = try await bench.record(
      response(
        asked: ["a", "b"],
        ("u1", [("a", 0, .text("1"))]),
        ("u2", [("a", 0, .text("3"))]),
        ("u3", [("a", 0, .text("4"))])
      )
    )
    #expect(outcome.gone == 1)
    #expect(outcome.withheld.isEmpty)
  }

  @Test func `what came back in another way is another content`() async throws {
    let bench = try Bench()
    let contents: [Content] = [
      .text(""), .item(value: .null, label: .null), .item(value: .missing, label: .missing),
      .emptyList, .nullList, .missingList, .item(value: .json("1.00"), label: .text("1.00")),
      .item(value: .text("1.00"), label: .missing), .item(value: .text("a\u{0}b"), label: .null),
      .text("caf\u{E9}"), .text("cafe\u{301}"), .text("姓名"),
    ]
    for content in contents {
      let outcome = try await bench.record(response(asked: ["a"], ("u1", [("a", 0, content)])))
      #expect(outcome.changed == 1, "\(content)")
      var held: [Content] = []
      try bench.ledger.roster(RosterFilter()) { held.append($0.content) }
      #expect(held == [content])
    }
    var history: [Content] = []
    try bench.ledger.history(HistoryFilter(user: UserKey(.dingtalk, "u1"))) {
      history.append($0.content)
    }
    #expect(history == contents)
  }

  @Test func `a response of another company is refused whole`() async throws {
    let bench = try Bench()
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    let writer = try await bench.fetch()
    #expect(
      throws: LedgerError.wrongCompany(system: .dingtalk, ledger: "ding1", answered: "ding2")
    ) {
      try writer.append(
        response(asked: ["a"], company: "ding2", ("u9", [("a", 0, .text("2"))])),
        now: bench.clock.now()
      )
    }
    try writer.close(.failed, now: bench.clock.now())
    #expect(try bench.roster() == ["u1.a[0]=1"])
    #expect(try bench.ledger.statistics().users == 1)
  }

  @Test func `recorded time never runs backwards, and the clock's fault is a finding`() async throws
  {
    let bench = try Bench()
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    bench.clock.advance(by: .seconds(-86_400))
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("2"))])))
    var times: [Instant] = []
    try bench.ledger.entries(EntryFilter()) { times.append($0.recordedAt) }
    #expect(times == times.sorted())
    #expect(
      try bench.ledger.findings(of: 2) == [Finding(kind: .clockSetBack, operation: 2, count: 3)]
    )
  }

  @Test func `the second writer hears who writes since when`() async throws {
    let bench = try Bench()
    let first = try await bench.fetch()
    await #expect {
      _ = try await bench.fetch(wait: .seconds(1))
    } throws: { error in
      guard case .busy(_, let process, let since) = error as? LedgerError else { return false }
      return process == getpid() && since != nil
    }
    try first.close(.finished, now: bench.clock.now())
  }

  @Test func `an operation left open is closed as interrupted by the next`() async throws {
    let bench = try Bench()
    do {
      let writer = try await bench.fetch()
      _ = try writer.append(
        response(asked: ["a"], ("u1", [("a", 0, .text("1"))])),
        now: bench.clock.now()
      )
    }
    #expect(try bench.ledger.operations().map(\.status) == [.interrupted])
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    #expect(try bench.ledger.operations().map(\.status) == [.interrupted, .finished])
    var kinds: [EntryKind] = []
    try bench.ledger.entries(EntryFilter(operation: 1)) { kinds.append($0.kind) }
    #expect(kinds == [.opened, .fetched, .closed])
  }

  @Test func `leavers keep what was known, and those who return are distinguished from joiners`()
    async throws
  {
    let bench = try Bench()
    #expect(try await bench.enumerate(["u1", "u2"]).joined == 2)
    try await bench.record(
      response(asked: ["a"], ("u1", [("a", 0, .text("1"))]), ("u2", [("a", 0, .text("2"))]))
    )
    #expect(try await bench.enumerate(["u1"]).left == 1)
    #expect(try bench.roster() == ["u1.a[0]=1"])
    #expect(try bench.roster(RosterFilter(includesLeft: true)) == ["u1.a[0]=1", "u2.a[0]=2"])
    let back = try await bench.enumerate(["u2", "u3", "u1"])
    #expect(back.rejoined == 1)
    #expect(back.joined == 1)
    #expect(try bench.roster().count == 2)
  }

  @Test func `a list that shrank beyond the limit is not accepted`() async throws {
    let bench = try Bench()
    let users = (1...100).map { Verbatim("u\($0)") }
    try await bench.enumerate(users)
    let shrunk = try await bench.enumerate(Array(users.prefix(50)))
    #expect(!shrunk.accepted)
    #expect(shrunk.left == 0)
    #expect(
      try bench.ledger.findings(of: 2) == [Finding(kind: .listShrunk, operation: 2, count: 50)]
    )
  }

  @Test func `the projections are what the log makes of them`() async throws {
    let bench = try Bench()
    try await bench.enumerate(["u1", "u2"])
    try await bench.record(
      response(asked: ["a", "b"], ("u1", [("a", 0, .text("1")), ("b", 0, .text("1"))]))
    )
    try await bench.record(
      response(
        asked: ["a"],
        absent: [AbsentUser(user: "u2", code: "60121", message: "not found")],
        ("u1", [("a", 0, .text("2"))])
      )
    )
    let reports = try bench.ledger.checkProjections()
    #expect(reports.map(\.differences) == Array(repeating: 0, count: 14))
    #expect(reports.map(\.rows).reduce(0, +) > 0)
    let rebuilt = try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
    #expect(rebuilt == reports)
    #expect(try bench.ledger.checkProjections() == reports)
    #expect(try bench.roster() == ["u1.a[0]=2", "u1.b[0]=1"])
  }

  @Test func `a log with field codes of any bytes is sound`() async throws {
    let bench = try Bench()
    for codes in [["a\nb", "c"], ["a", "b\nc"], ["a", "b", "c"], ["x\u{0}y"], ["x"]] {
      let codes = codes.map { FieldCode($0) }
      try await bench.record(response(asked: Set(codes), ("u1", codes.map { ($0, 0, .text("1")) })))
    }
    let findings = try bench.ledger.verify().findings
    #expect(findings == [], "\(findings)")
    #expect(try bench.ledger.checkProjections().allSatisfy { $0.differences == 0 })
  }

  @Test func `a field set aside of a user is not gone, and another person's is`() async throws {
    let bench = try Bench()
    let reported = response(
      asked: ["a", "b"],
      ("u1", [("a", 0, .text("1")), ("b", 0, .text("2"))]),
      ("u2", [("a", 0, .text("3")), ("b", 0, .text("4"))]),
      ("u3", [("a", 0, .text("5")), ("b", 0, .text("6"))])
    )
    try await bench.record(reported)
    let users = reported.users.map { user in
      UserResponse(user: user.user, cells: user.user == "u3" ? user.cells : [user.cells[0]])
    }
    let aside = SetAside(.field, user: "u1", field: "b", problem: "field_value_list is odd")
    let outcome = try await bench.record(
      reported.part(asked: reported.asked, users: users, absent: [], setAside: [aside])
    )
    #expect(outcome.gone == 1)
    #expect(
      try bench.roster() == ["u1.a[0]=1", "u1.b[0]=2", "u2.a[0]=3", "u3.a[0]=5", "u3.b[0]=6"]
    )
    #expect(
      try bench.ledger.findings(of: 2)
        == [Finding(kind: .fieldSetAside, operation: 2, field: "b", count: 1)]
    )
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test func `a user who was never listed and never came back is no person`() async throws {
    let bench = try Bench()
    try await bench.record(response(asked: ["a"], absent: [AbsentUser(user: "123", code: "1")]))
    try await bench.record(
      response(
        asked: ["a"],
        absent: [AbsentUser(user: "u1"), AbsentUser(user: " u1"), AbsentUser(user: "x")],
        users: [("u2", [("a", 0, .text("1"))])]
      )
    )
    #expect(try bench.ledger.statistics().users == 1)
    #expect(
      try bench.ledger.findings(of: 2) == [Finding(kind: .usersUnknown, operation: 2, count: 3)]
    )
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test func `an empty list is not accepted, not even the first one`() async throws {
    let bench = try Bench()
    #expect(try await bench.enumerate([]).accepted == false)
    try await bench.enumerate(["u1", "u2"])
    let empty = try await bench.enumerate([])
    #expect(!empty.accepted)
    #expect(empty.left == 0)
  }

  @Test func `a fetch that recorded no user is none, whatever its status`() async throws {
    let bench = try Bench()
    try await bench.enumerate(["u1"])
    #expect(try bench.ledger.status().lastFetch == nil)
    try await bench.record(response(asked: ["a"], absent: [AbsentUser(user: "u1")]))
    #expect(try bench.ledger.status().lastFetch == nil)
    try await bench.record(response(asked: ["a"], ("u1", [])))
    #expect(try bench.ledger.status().lastFetch?.operation == 3)
  }
}
