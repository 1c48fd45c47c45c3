import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Values that cross from DingTalk to Maycur, over real HTTP on both sides.
@Suite struct ReplayTests {
  /// One value that changed, and what Maycur would have received that day.
  private struct Edit {
    let field: FieldCode
    let value: Verbatim
    let maycur: String
    let reported: String?
  }

  private func edits(_ user: Int, _ day: Int) -> [Edit] {
    let phone = "1390000\(1000 + 100 * day + user)"
    var edits = [
      Edit(
        field: "sys00-mobile",
        value: Verbatim("+86-\(phone)"),
        maycur: "phoneNo",
        reported: phone
      )
    ]
    if user.isMultiple(of: 2) {
      let mail = "u\(user).\(day)@example.com"
      edits.append(
        Edit(field: "sys00-email", value: Verbatim(mail), maycur: "email", reported: mail)
      )
    }
    if user.isMultiple(of: 3), day == 2 {
      edits.append(
        Edit(
          field: "sys00-confirmJoinTime",
          value: "2021-04-05",
          maycur: "hireDate",
          reported: "2021-04-05"
        )
      )
    }
    if user.isMultiple(of: 5), day == 2 {
      edits.append(Edit(field: "sys00-email", value: "", maycur: "email", reported: nil))
    }
    return edits
  }

  @Test func `two days that Maycur missed leave it as if it had missed nothing`() async throws {
    try await CrossingScene.play(people: 24) { crossing in
      try await crossing.fetch()
      let linked = try await crossing.link(.lookUp(users: nil))
      let people = await crossing.scene.people()
      #expect(linked.linked == people.count)
      #expect(linked.problems.isEmpty)
      let start = try crossing.end()

      var expected: [String: [Verbatim: String]] = [:]
      for key in ["email", "phoneNo", "hireDate", "gender"] {
        expected[key] = await crossing.held(key)
      }
      for day in 1...2 {
        for (index, user) in people.enumerated() where index < 17 {
          let number = await crossing.number(user)
          for edit in edits(index, day) {
            try await crossing.scene.server.withCompany {
              try $0.edit(user, edit.field, value: edit.value)
            }
            expected[edit.maycur]?[number] = edit.reported
          }
        }
        try await crossing.fetch()
      }
      let outcome = try await crossing.replay(after: start)
      #expect(outcome.error == nil, "\(outcome.error?.message ?? "")")
      #expect(outcome.result.counts.accepted == 17)
      for (key, held) in expected { #expect(await crossing.held(key) == held, "\(key)") }
      let operation = try #require(try crossing.ledger.operations().last)
      #expect(operation.kind == .replay && operation.system == .maycur)

      let again = try await crossing.replay(after: start)
      #expect(again.error == nil)
      #expect(again.result.counts.rows == 0)
      try crossing.scene.checkBook()
    }
  }

  @Test func `clears wait until they are asked for`() async throws {
    try await CrossingScene.play(people: 6) { crossing in
      try await crossing.fetch()
      try await crossing.link(.lookUp(users: nil))
      let start = try crossing.end()
      let emails = await crossing.held("email")
      let (number, before) = try #require(emails.min { $0.key < $1.key })
      let link = try #require(try crossing.ledger.links().first { $0.maycur == number })
      let user = try #require(link.dingtalk)
      try await crossing.scene.server.withCompany {
        try $0.edit(user, "sys00-email", value: "")
      }
      try await crossing.fetch()
      let kept = try await crossing.replay(after: start, clears: false)
      #expect(kept.result.counts.rows == 0)
      #expect(await crossing.held("email")[number] == before)
      let cleared = try await crossing.replay(after: start)
      #expect(cleared.result.counts.accepted == 1)
      #expect(await crossing.held("email")[number] == nil)
    }
  }

  @Test func `a number that was given to another person lets nothing cross over`() async throws {
    try await CrossingScene.play(people: 8) { crossing in
      try await crossing.fetch()
      #expect(try await crossing.link(.jobNumbers).linked == 8)
      let people = await crossing.scene.people()
      let (first, second, third) = (people[0], people[1], people[2])
      let number = await crossing.number(first)
      let untouched = await crossing.held("email")
      let start = try crossing.end()

      // The second is given the number of the first; meanwhile all three get new mail.
      for user in [first, second, third] {
        try await crossing.scene.server.withCompany {
          try $0.edit(user, "sys00-email", value: Verbatim("\(user)@new.example.com"))
        }
      }
      try await crossing.fetch()
      try await crossing.scene.server.withCompany {
        try $0.edit(first, "sys00-jobNumber", value: "YS99999")
        try $0.edit(second, "sys00-jobNumber", value: number)
      }
      try await crossing.fetch()

      let plan = try await planReplay(crossing.request(after: start), tools: crossing.tools)
      #expect(Set(plan.refused.compactMap(\.user)) == [first, second])
      let refused = try await crossing.replay(after: start)
      #expect((refused.error as? PushError)?.name == "planRefused")
      #expect(await crossing.held("email") == untouched)

      let outcome = try await crossing.replay(after: start, skipping: true)
      #expect(Set(outcome.review.impossible.map(\.user)) == [first, second])
      #expect(outcome.result.counts.accepted == 1)
      var expected = untouched
      expected[await crossing.number(third)] = "\(third)@new.example.com"
      #expect(await crossing.held("email") == expected)

      // Linking again does not settle it; a person does.
      try await crossing.link(.jobNumbers)
      #expect(try await crossing.replay(after: start, skipping: true).result.counts.rows == 0)
      try await crossing.link(.administrator([UserPair(dingtalk: second, maycur: number)]))
      let confirmed = try await crossing.replay(after: start, skipping: true)
      #expect(Set(confirmed.review.impossible.map(\.user)) == [first])
      #expect(confirmed.result.counts.accepted == 1, "\(confirmed)")
      expected[number] = "\(second)@new.example.com"
      #expect(await crossing.held("email") == expected)
      try crossing.scene.checkBook()
    }
  }

  @Test func `what a batch wrote to Maycur since is newer, and left alone with its number`()
    async throws
  {
    try await CrossingScene.play(people: 4) { crossing in
      try await crossing.fetch()
      try await crossing.link(.lookUp(users: nil))
      let user = await crossing.scene.people()[0]
      let number = await crossing.number(user)
      let start = try crossing.end()
      for (field, value) in [("sys00-mobile", "+86-13900001111"), ("sys00-email", "a@x.com")] {
        try await crossing.scene.server.withCompany {
          try $0.edit(user, Verbatim(field), value: Verbatim(value))
        }
      }
      try await crossing.fetch()
      let since = crossing.scene.clock.now()
      let pushed = try await crossing.push([wants(number, [("phoneNo", "13700000000")])])
      #expect(pushed.result.counts.accepted == 1)

      let outcome = try await crossing.replay(after: start)
      #expect(outcome.error == nil, "\(outcome.error?.message ?? "")")
      #expect(outcome.result.counts.accepted == 1 && outcome.restored == 1)
      let left = try #require(outcome.review.leftAlone.first)
      #expect(left.user == user && left.address == CellAddress("sys00-mobile"))
      #expect(left.reason == .rewrittenByBatch)
      #expect(left.by == .batch(pushed.result.operation))
      #expect(left.now?.value == "13700000000" && left.since.map { $0 >= since } == true)
      #expect(await crossing.held("phoneNo")[number] == "13700000000")
      #expect(await crossing.held("email")[number] == "a@x.com")

      // What a replay itself wrote does not prevent the next one.
      try await crossing.scene.server.withCompany {
        try $0.edit(user, "sys00-email", value: "b@x.com")
      }
      try await crossing.fetch()
      let next = try await crossing.replay(after: start)
      #expect(next.review.leftAlone.count == 1 && next.restored == 1)
      #expect(await crossing.held("email")[number] == "b@x.com")
    }
  }

  @Test func `the rows of a batch in DingTalk are written to Maycur too`() async throws {
    try await CrossingScene.play(people: 6) { crossing in
      try await crossing.fetch()
      try await crossing.link(.lookUp(users: nil))
      let people = await crossing.scene.people()
      await crossing.scene.server.withSimulation {
        $0.faults.fail(.update, call: 1, with: .dropAfter)
      }
      let pushed = try await crossing.scene.push([
        wants(people[0], [("sys00-mobile", "13900001111")]),
        wants(people[1], [("sys00-mobile", "13900002222")]),
      ])
      #expect(pushed.result.counts.accepted == 1 && pushed.result.counts.uncertain == 1)
      let batch = pushed.result.operation
      let lines = try crossing.scene.lines(batch).values
      let taken = try #require(lines.first { $0.isApplied }?.user)
      let before = await crossing.held("phoneNo")
      var request = ReplayRequest(
        source: .batch(batch),
        rules: PushScene.generous,
        author: PushScene.author
      )
      let refused = try await runReplay(request, tools: crossing.tools) { _ in true }
      #expect((refused.error as? PushError)?.name == "planRefused")
      #expect(await crossing.held("phoneNo") == before)
      request.rules.skipsRefused = true
      let outcome = try await runReplay(request, tools: crossing.tools) { _ in true }
      #expect(outcome.error == nil, "\(outcome.error?.message ?? "")")
      #expect(outcome.result.parent == batch)
      #expect(outcome.review.leftAlone.map(\.reason) == [.uncertain])
      var expected = before
      expected[await crossing.number(taken)] =
        taken == people[0] ? "13900001111" : "13900002222"
      #expect(await crossing.held("phoneNo") == expected)
    }
  }

  @Test func `what was observed can be written to DingTalk itself again`() async throws {
    try await CrossingScene.play(people: 4) { crossing in
      try await crossing.fetch()
      let user = await crossing.scene.people()[0]
      let start = try crossing.end()
      try await crossing.scene.server.withCompany {
        try $0.edit(user, "sys00-remark", value: "wanted")
      }
      try await crossing.fetch()
      let end = try crossing.end()
      try await crossing.scene.server.withCompany {
        try $0.edit(user, "sys00-remark", value: "lost")
      }
      try await crossing.fetch()
      let request = ReplayRequest(
        source: .observed(EntrySpan(after: start, through: end)),
        users: [user],
        fields: ["sys00-remark"],
        rules: PushScene.generous,
        author: PushScene.author
      )
      let outcome = try await runReplay(request, tools: crossing.scene.tools()) { _ in true }
      #expect(outcome.error == nil, "\(outcome.error?.message ?? "")")
      #expect(outcome.result.counts.verified == 1)
      #expect(await crossing.scene.value(user, "sys00-remark") == "wanted")
    }
  }
}
