import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Testing

/// A look-up with its own results, which may break off.
private struct StagedLookUp: PersonLookUp {
  let pairs: [UserPair]
  var breaksAt: Verbatim?
  let maximum = 5

  func find(_ users: [Verbatim]) async throws -> [UserPair] {
    #expect(users.count <= 5)
    if let breaksAt, users.contains(breaksAt) { throw StagedError(name: "staged") }
    return pairs.filter { users.contains($0.dingtalk) }
  }
}

@Suite struct LinkRunTests {
  @Test func `who Maycur does not know is named, and who it knew before it fell silent is kept`()
    async throws
  {
    try await CrossingScene.play(people: 12) { crossing in
      try await crossing.fetch()
      let people = await crossing.scene.people().sorted()
      let pairs = people.dropLast().map { UserPair(dingtalk: $0, maycur: Verbatim("M-\($0)")) }
      func run(breaksAt: Verbatim?) async throws -> LinkResult {
        try await runLink(
          LinkRequest(ground: .lookUp(users: nil), author: PushScene.author),
          ledger: crossing.ledger,
          lookUp: StagedLookUp(pairs: pairs, breaksAt: breaksAt),
          timekeeper: crossing.scene.clock
        )
      }
      let broken = try await run(breaksAt: people[7])
      #expect(broken.error?.name == "staged")
      #expect(broken.status == .failed)
      #expect(broken.linked == 5)
      let whole = try await run(breaksAt: nil)
      #expect(whole.error == nil)
      #expect(whole.asked == 12)
      #expect(whole.linked == 6 && whole.unchanged == 5)
      #expect(whole.absent == [people[11]])
      #expect(whole.problems.map(\.dingtalk) == [people[11]])
      try crossing.scene.checkBook()
    }
  }

  @Test func `what an administrator states is checked before it is recorded`() async throws {
    try await CrossingScene.play(people: 3) { crossing in
      try await crossing.fetch()
      let user = await crossing.scene.people()[0]
      let pair = UserPair(dingtalk: user, maycur: "M1")
      let stranger = UserPair(dingtalk: "nobody", maycur: "M2")
      let operations = try crossing.ledger.operations().count
      await #expect(throws: LinkError.unknownUser("nobody")) {
        try await crossing.link(.administrator([stranger]))
      }
      await #expect(throws: LinkError.twice(user)) {
        try await crossing.link(
          .administrator([pair, UserPair(dingtalk: user, maycur: "M3")])
        )
      }
      await #expect(throws: LinkError.notLinked(pair)) {
        try await crossing.link(.unlinking([pair]))
      }
      #expect(try crossing.ledger.operations().count == operations)
      #expect(try await crossing.link(.administrator([pair])).linked == 1)
      #expect(try await crossing.link(.unlinking([pair])).unlinked == 1)
      #expect(try crossing.ledger.links().allSatisfy { $0.source == nil })
    }
  }

  @Test func `an import is one operation, and a file that cannot be meant leaves no trace`()
    async throws
  {
    try await CrossingScene.play(people: 1) { crossing in
      func take(_ text: String, before: Duration = .seconds(1)) async throws -> ImportResult {
        let now = crossing.scene.clock.now()
        return try await runImport(
          ImportRequest(
            system: .maycur,
            file: "export.csv",
            bytes: Array(text.utf8),
            capturedAt: Instant(milliseconds: now.milliseconds - before.inMilliseconds),
            author: PushScene.author
          ),
          ledger: crossing.ledger,
          timekeeper: crossing.scene.clock
        )
      }
      let result = try await take("工号,email,部门\nM1,a@x,财务\nM2,,财务\n")
      #expect(result.outcome == ImportOutcome(users: 2, values: 2, changed: 2))
      #expect(result.ignored == ["部门"])
      #expect(result.fields == ["email"])
      #expect(
        try crossing.ledger.imports().map(\.sha256) == [result.sha256]
          && result.sha256.utf8.count == 64
      )
      await #expect(throws: ImportError.self) { try await take("工号,gender\nM1,?\n") }
      await #expect(throws: ImportError.capturedInFuture) {
        try await take("工号,email\nM1,a@x\n", before: .seconds(-60))
      }
      #expect(try crossing.ledger.operations().count == 1)

      _ = try await take(#"[{"employeeId":"M1","customObject":{"CF1":"a","CF2":{"b":1.00}}}]"#)
      _ = try await take(#"[{"employeeId":"M1","customObject":{"CF2":{"b":1.00}}}]"#, before: .zero)
      let held = try crossing.ledger.held(UserKey(.maycur, "M1")).mapValues(\.content)
      #expect(held[CellAddress("customObject.CF1")] == .gone)
      #expect(
        held[CellAddress("customObject.CF2")]
          == .item(value: .json(#"{"b":1.00}"#), label: .missing)
      )
      try crossing.scene.checkBook()
    }
  }
}
