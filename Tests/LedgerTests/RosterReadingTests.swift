import GRDB
import Ledger
import LedgerHistory
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

/// How whole rosters are read: some users at a time, most contents by ranges, and with what earlier
/// readings knew of fields.
@Suite struct RosterReadingTests {
  private static let fields: [FieldCode] = ["d", "a", "c", "b", "e", "f", "g", "h"]

  /// Anyone who there is, with a value for each field.
  private typealias Company = [[Int]]

  private func record(_ company: Company, _ people: some Sequence<Int>, _ bench: Bench) async throws
  {
    let users = people.map { person in
      let said = company[person].map { Content.text(Verbatim("\($0)")) }
      return (Verbatim("u\(person)"), zip(Self.fields, said).map { ($0, 0, $1) })
    }
    try await bench.record(response(asked: Set(Self.fields), users: users))
  }

  private func lines(_ company: Company, of field: FieldCode? = nil) -> [String] {
    company.enumerated().flatMap { person, values in
      zip(Self.fields, values).sorted { $0.0 < $1.0 }
        .filter { field == nil || $0.0 == field }
        .map { "u\(person).\($0)[0]=\($1)" }
    }
  }

  @Test(arguments: [1, 4, 40])
  func `values that are adjacent in the log and values that are apart are read`(
    changing: Int
  ) async throws {
    let bench = try Bench()
    var random = Seeded(UInt64(changing))
    var company = (0..<70).map { person in Self.fields.indices.map { person * 10 + $0 } }
    try await record(company, company.indices, bench)
    var past = [(try bench.ledger.position(at: .now), company)]
    for day in 1...12 {
      let people = company.indices.shuffled(using: &random).prefix(changing).sorted()
      for person in people {
        company[person][Int.random(in: 0..<8, using: &random)] = 1000 * day + person
      }
      try await record(company, people, bench)
      past.append((try bench.ledger.position(at: .now), company))
    }
    #expect(try bench.roster() == lines(company))
    #expect(
      try bench.roster(RosterFilter(users: ["u7"])) == lines(company).filter { $0.hasPrefix("u7.") }
    )
    for (position, company) in past {
      #expect(try bench.roster(RosterFilter(position: position)) == lines(company))
      let filter = RosterFilter(fields: ["c"], position: position)
      #expect(try bench.roster(filter) == lines(company, of: "c"))
    }
  }

  @Test func `what comes before a missing value is read`() async throws {
    let bench = try Bench()
    let company = (0..<20).map { person in Self.fields.indices.map { person * 10 + $0 } }
    try await record(company, company.indices, bench)
    try Tampering.change(bench.ledger.path) {
      // The second person's last value but one.
      try $0.execute(sql: "DELETE FROM personal_value WHERE id = 15")
    }
    var users: Set<Verbatim> = []
    let error = #expect(throws: LedgerError.self) {
      try bench.ledger.roster(RosterFilter()) { users.insert($0.user) }
    }
    guard case .damaged = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(users == ["u0"])
  }

  private func describe(_ name: Verbatim, _ bench: Bench) async throws -> ReadPosition {
    let writer = try await bench.fetch()
    let now = bench.clock.now()
    let field = FieldDescription(
      code: "a",
      name: name,
      group: "g",
      groupName: "g",
      isDetail: false,
      type: nil,
      isDerived: false,
      options: nil
    )
    let catalog = CatalogResponse(
      system: .dingtalk,
      fields: [field],
      askedAt: now,
      receivedAt: now,
      requestID: nil
    )
    _ = try writer.append(catalog, now: now)
    let response = response(asked: ["a"], ("u1", [("a", 0, .text("1"))]))
    _ = try writer.append(response, now: now)
    try writer.close(.finished, now: now)
    return try bench.ledger.position(at: .now)
  }

  private func name(_ bench: Bench, _ position: ReadPosition? = nil) throws -> Verbatim? {
    var names: [Verbatim?] = []
    try bench.ledger.roster(RosterFilter(position: position)) { names.append($0.fieldName) }
    return try #require(names.first)
  }

  @Test
  func `what a reading caches is dropped after a write or at another position`()
    async throws
  {
    let bench = try Bench()
    let first = try await describe("Old", bench)
    #expect(try name(bench) == "Old")
    let second = try await describe("New", bench)
    for _ in 0..<2 {
      #expect(try name(bench) == "New")
      #expect(try name(bench, first) == "Old")
      #expect(try name(bench, second) == "New")
      var names: [Verbatim?] = []
      let filter = HistoryFilter(user: UserKey(.dingtalk, "u1"), fields: ["a"])
      try bench.ledger.history(filter) { names.append($0.fieldName) }
      #expect(names == ["New"])
    }
  }
}
