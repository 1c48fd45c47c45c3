import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Values that cross from Maycur to DingTalk, over real HTTP on both sides.
@Suite struct ReplayBackTests {
  private func replay(
    _ source: ReplaySource,
    _ crossing: CrossingScene,
    mapping: FieldMappings = .standard,
    skipping: Bool = false
  ) async throws -> PushOutcome {
    crossing.scene.clock.advance(by: .seconds(60))
    var rules = PushScene.generous
    rules.skipsRefused = skipping
    let request = ReplayRequest(
      source: source,
      mapping: mapping,
      rules: rules,
      author: PushScene.author
    )
    return try await runReplay(request, tools: crossing.scene.tools()) { _ in true }
  }

  /// Imports values of employees, as an export that was made at a time has them.
  private func `import`(
    _ header: String,
    _ rows: [String],
    at time: Instant? = nil,
    _ crossing: CrossingScene
  ) async throws {
    crossing.scene.clock.advance(by: .seconds(60))
    let text = ([header] + rows).joined(separator: "\n") + "\n"
    _ = try await runImport(
      ImportRequest(
        system: .maycur,
        file: "export.csv",
        bytes: Array(text.utf8),
        capturedAt: time ?? crossing.scene.clock.now(),
        author: PushScene.author
      ),
      ledger: crossing.ledger,
      timekeeper: crossing.scene.clock
    )
  }

  private func label(_ user: Verbatim, _ field: FieldCode, _ crossing: CrossingScene) async
    -> Verbatim?
  {
    let entry = await crossing.scene.server.withCompany { $0.entry(user, field, item: 0) }
    return entry?.label.shown
  }

  @Test func `a batch in Maycur goes to DingTalk through links and the mapping, and is read back`()
    async throws
  {
    try await CrossingScene.play(people: 6) { crossing in
      try await crossing.fetch()
      try await crossing.link(.lookUp(users: nil))
      let user = await crossing.scene.people()[0]
      let other = await crossing.scene.people()[1]
      let (number, second) = (await crossing.number(user), await crossing.number(other))
      let isMan = await label(user, "sys02-sexType", crossing) == "男"
      let pushed = try await crossing.push([
        wants(
          number,
          [
            ("phoneNo", "13700000001"), ("email", "new@example.com"), ("hireDate", "2020-02-29"),
            ("gender", isMan ? "WOMAN" : "MAN"), ("employeeNickName", "小一"),
          ]
        ),
        wants(second, [("classPositionBizCode", "L07"), ("phoneNo", "13700000002")]),
      ])
      #expect(pushed.result.counts.accepted == 2)
      let batch = ReplaySource.batch(pushed.result.operation)

      let refused = try await replay(batch, crossing)
      #expect((refused.error as? PushError)?.name == "planRefused")
      #expect(await crossing.scene.value(user, "sys00-email") != "new@example.com")

      let outcome = try await replay(batch, crossing, skipping: true)
      #expect(outcome.error == nil, "\(outcome.error?.message ?? "")")
      #expect(outcome.result.counts.verified == 1 && outcome.restored == 4)
      #expect(outcome.result.parent == pushed.result.operation)
      #expect(await crossing.scene.value(user, "sys00-email") == "new@example.com")
      #expect(await crossing.scene.value(user, "sys00-mobile")?.hasSuffix("13700000001") == true)
      #expect(await crossing.scene.value(user, "sys00-confirmJoinTime") == "2020-02-29")
      #expect(await label(user, "sys02-sexType", crossing) == (isMan ? "女" : "男"))
      // A code without a row in the table keeps that person's row back, by Maycur's names.
      let impossible = try #require(outcome.review.impossible.first)
      #expect(impossible.user == second)
      #expect(impossible.address == CellAddress("classPositionBizCode"))
      #expect(impossible.fieldName == "职级编码")
      #expect(outcome.review.leftAlone.map(\.address) == [CellAddress("phoneNo")])
      #expect(outcome.review.leftAlone.map(\.reason) == [.partOfRow])

      let again = try await replay(batch, crossing, skipping: true)
      #expect(again.result.counts.rows == 0)
      try crossing.scene.checkBook()
    }
  }

  @Test func `what was imported is written, but not over what changed since`() async throws {
    try await CrossingScene.play(people: 5) { crossing in
      try await crossing.fetch()
      try await crossing.link(.lookUp(users: nil))
      let people = await crossing.scene.people()
      var numbers: [Verbatim] = []
      for user in people { numbers.append(await crossing.number(user)) }
      let before = numbers.map { "\($0),\($0)@old.example.com" }
      try await `import`("工号,email", before, crossing)
      let start = try crossing.end()
      crossing.scene.clock.advance(by: .seconds(3600))
      let captured = crossing.scene.clock.now()

      // After the export was made, a person edits one of the mails in DingTalk, which is fetched,
      // and another after it is imported, which is not.
      crossing.scene.clock.advance(by: .seconds(60))
      try await crossing.scene.server.withCompany {
        try $0.edit(people[1], "sys00-email", value: "hand1@example.com")
      }
      try await crossing.fetch()
      let after = numbers.prefix(4).map { "\($0),\($0)@new.example.com" }
      try await `import`("工号,email", after, at: captured, crossing)
      try await crossing.scene.server.withCompany {
        try $0.edit(people[2], "sys00-email", value: "hand2@example.com")
      }
      try await crossing.link(.unlinking([UserPair(dingtalk: people[3], maycur: numbers[3])]))

      let span = EntrySpan(after: start, through: try crossing.end())
      let source = ReplaySource.observed(span, of: .maycur)
      crossing.scene.clock.advance(by: .seconds(60))
      let plan = try await planReplay(
        ReplayRequest(source: source, rules: PushScene.generous, author: PushScene.author),
        tools: crossing.scene.tools()
      )
      let outcome = try await replay(source, crossing, skipping: true)
      #expect(outcome.error == nil, "\(outcome.error?.message ?? "")")
      for review in [plan.review, outcome.review] {
        #expect(review.leftAlone.map(\.user) == [numbers[1], numbers[2]])
        #expect(review.leftAlone.allSatisfy { $0.reason == .changedSince })
        #expect(review.leftAlone.allSatisfy { $0.by == .outside && $0.since != nil })
        #expect(
          review.leftAlone.map(\.now?.value) == ["hand1@example.com", "hand2@example.com"]
        )
        #expect(review.impossible.map(\.user) == [numbers[3]])
        #expect(review.impossible.first?.why.contains("not linked in DingTalk") == true)
      }
      #expect(plan.effective.map(\.user) == [people[0]])
      #expect(outcome.result.counts.verified == 1)
      #expect(
        await crossing.scene.value(people[0], "sys00-email") == "\(numbers[0])@new.example.com"
      )
      #expect(await crossing.scene.value(people[1], "sys00-email") == "hand1@example.com")
      #expect(await crossing.scene.value(people[2], "sys00-email") == "hand2@example.com")
      try crossing.scene.checkBook()
    }
  }

  @Test func `a batch is not written again to where it was written`() async throws {
    try await CrossingScene.play(people: 3) { crossing in
      try await crossing.fetch()
      let user = await crossing.scene.people()[0]
      let pushed = try await crossing.scene.push([wants(user, [("sys00-remark", "x")])])
      let batch = pushed.result.operation
      await #expect(throws: PushError.replayToSameSystem(batch, .dingtalk)) {
        try await replay(.batch(batch), crossing)
      }
    }
  }
}
