@testable import LedgerStorage
import GRDB
import RollbookTestSupport
import Roster
import Testing

@testable import Ledger

/// Responses that are recognised as repetitions, and those that must not be.
@Suite struct RememberedResponseTests {
  private func page(_ name: Verbatim, city: Content? = .text("杭州")) -> RosterResponse {
    let cities: [(FieldCode, Int, Content)] = city.map { [("city", 0, $0)] } ?? []
    return response(
      asked: ["name", "city"],
      ("u1", [("name", 0, .text(name))] + cities),
      ("u2", [("name", 0, .text("李")), ("city", 0, .text("上海"))]),
      ("u3", [("name", 0, .text("陈")), ("city", 0, .text("北京"))])
    )
  }

  private func remembered(_ bench: Bench) throws -> Int {
    try DatabaseQueue(path: bench.ledger.path).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM remembered_answer") ?? 0
    }
  }

  @Test func `what is recognised is stated again, by each writer anew`() async throws {
    let bench = try Bench()
    try await bench.record(page("王"))
    #expect(try remembered(bench) == 3)
    for _ in 0..<3 {
      let outcome = try await bench.record(page("王"))
      #expect(outcome.values == 6)
      #expect(outcome.changed == 0)
    }
    let statistics = try bench.ledger.statistics()
    #expect(statistics.storedEvents == 6)
    #expect(statistics.events == 24)
    #expect(try await bench.record(page("汪")).changed == 1)
    #expect(try await bench.record(page("汪")).changed == 0)
  }

  @Test func `a response that was recognised is compared again after another came between`()
    async throws
  {
    let bench = try Bench()
    try await bench.record(page("王"))
    // Only the name was asked for, and it is another: an entry of another scope.
    let between = response(asked: ["name"], ("u1", [("name", 0, .text("汪"))]))
    #expect(try await bench.record(between).changed == 1)
    #expect(try await bench.record(page("王")).changed == 1)
    #expect(try bench.roster().contains("u1.name[0]=王"))
  }

  @Test func `what was gone and is back is no repetition`() async throws {
    let bench = try Bench()
    try await bench.record(page("王"))
    #expect(try await bench.record(page("王", city: nil)).gone == 1)
    #expect(try await bench.record(page("王", city: nil)).gone == 0)
    #expect(try await bench.record(page("王")).changed == 1)
  }

  @Test func `a field that is withheld and comes back is known to be the same`() async throws {
    let bench = try Bench()
    try await bench.record(page("王"))
    let without = response(
      asked: ["name", "city"],
      ("u1", [("name", 0, .text("王"))]),
      ("u2", [("name", 0, .text("李"))]),
      ("u3", [("name", 0, .text("陈"))])
    )
    for _ in 0..<2 {
      let outcome = try await bench.record(without)
      #expect(outcome.withheld == ["city"])
      #expect(outcome.changed == 0)
    }
    #expect(try await bench.record(page("王")).changed == 0)
    // Now it comes back for one, so it is not withheld from us, and gone for the others.
    let forOne = response(
      asked: ["name", "city"],
      ("u1", [("name", 0, .text("王"))]),
      ("u2", [("name", 0, .text("李"))]),
      ("u3", [("name", 0, .text("陈")), ("city", 0, .text("北京"))])
    )
    #expect(try await bench.record(forOne).gone == 2)
  }

  @Test func `an erased value takes the key of every digest with it`() async throws {
    let bench = try Bench()
    try await bench.record(page("王"))
    try await DatabaseQueue(path: bench.ledger.path).write { database in
      let guards = try String.fetchAll(
        database,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'personal_value'
          AND sql LIKE '%BEFORE DELETE%'
          """
      )
      for name in guards { try database.execute(sql: "DROP TRIGGER \(name)") }
      try database.execute(sql: "DELETE FROM personal_value WHERE id = 1")
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM remembered_key") == 0)
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM remembered_answer") == 0)
    }
  }

  @Test func `two responses have one digest only if they are the same`() throws {
    let texts: [Verbatim] = ["", "a", "b", "ab", "ba", "\u{0}", "\u{e9}", "e\u{301}"]
    let memory = try DatabaseQueue().write { database in
      try database.execute(
        sql: """
          CREATE TABLE remembered_key (id, key);
          CREATE TABLE remembered_answer (user, scope, digest);
          """
      )
      return try RememberedResponses(database, random: .system, secret: nil)
    }
    var random = Seeded(11)
    func part() -> Part {
      let text = texts.randomElement(using: &random) ?? ""
      return [.null, .missing, .text(text), .json(text)].randomElement(using: &random) ?? .null
    }
    func cell() -> Cell {
      let contents: [Content] = [.emptyList, .nullList, .missingList, .gone]
      let field = texts.randomElement(using: &random) ?? ""
      let content: Content =
        Int.random(in: 0..<4, using: &random) == 0
        ? contents.randomElement(using: &random) ?? .gone : .item(value: part(), label: part())
      return Cell(CellAddress(field, Int.random(in: 0..<2, using: &random)), content)
    }
    var observed: [String: UserResponse] = [:]
    for _ in 0..<20_000 {
      let response = UserResponse(
        user: "u",
        unionID: Bool.random(using: &random) ? nil : texts.randomElement(using: &random),
        cells: (0..<Int.random(in: 0..<3, using: &random)).map { _ in cell() }
      )
      let digest = try #require(memory.digest(of: response))
      #expect(digest == memory.digest(of: response))
      if let before = observed.updateValue(response, forKey: "\(digest)") {
        #expect(before == response)
      }
    }
    #expect(observed.count > 5_000)
  }

  @Test func `a planted digest keeps no change out of the log`() async throws {
    let bench = try Bench(signed: "rollbook.example/planted")
    try await bench.record(page("王"))
    func digests() throws -> [Row] {
      try DatabaseQueue(path: bench.ledger.path).read {
        try Row.fetchAll($0, sql: "SELECT user, scope, digest FROM remembered_answer ORDER BY user")
      }
    }
    let old = try digests()
    #expect(old.count == 3)
    #expect(try await bench.record(page("汪")).changed == 1)
    // An attacker who knows that the old name comes back puts the old digests back.
    try Tampering.change(bench.ledger.path) { database in
      for row in old {
        try database.execute(
          sql: "UPDATE remembered_answer SET digest = ? WHERE user = ? AND scope = ?",
          arguments: [row["digest"], row["user"], row["scope"]]
        )
      }
    }
    #expect(try await bench.record(page("王")).changed == 1)
    // Another's digest is not recognised either, and one made without the signing key is not.
    try await bench.record(page("王"))
    try Tampering.change(bench.ledger.path) { database in
      let forger = try RememberedResponses(database, random: .system, secret: nil)
      let coming = try #require(forger.digest(of: page("汪").users[0]))
      try forger.keep(coming, of: 1, scope: 1, in: database)
    }
    #expect(try await bench.record(page("汪")).changed == 1)
  }
}
