import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// A bad batch is undone over real HTTP, and nothing else is.
@Suite struct RollbackTests {
  @Test(arguments: [Quirks.lenient, .strict])
  func `of a batch of which others changed a third, exactly the rest is put back`(
    _ quirks: Quirks
  ) async throws {
    try await PushScene.play(people: 12, quirks: quirks) { scene in
      let people = await scene.people()
      let fields: [FieldCode] = ["sys00-remark", "sys02-address"]
      for user in people {
        for field in fields { try await scene.edit(user, field, to: "\(user) \(field)") }
      }
      let pushed = try await scene.push(
        people.map { wants($0, fields.map { ($0, "BAD") }) },
        rules: PushScene.sparing
      )
      let applied = try scene.lines(pushed.result.operation).filter { $0.value.isApplied }.keys
      let theirs = people.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
      for (index, user) in theirs.enumerated() {
        for field in fields { try await scene.edit(user, field, to: "theirs \(index)") }
      }
      let dry = try await scene.planBack(pushed.result.operation)
      let outcome = try await scene.rollBack(pushed.result.operation)
      #expect(outcome.error == nil)
      #expect(outcome.result.parent == pushed.result.operation)
      #expect(dry.review.leftAlone.count == outcome.review.leftAlone.count)
      #expect(dry.review.changes == outcome.review.changes)
      for (index, user) in theirs.enumerated() {
        for field in fields { #expect(await scene.value(user, field) == "theirs \(index)") }
      }
      let ours = Set(applied).subtracting(theirs)
      #expect(ours.count >= 6)
      for user in ours {
        for field in fields {
          #expect(await scene.value(user, field) == "\(user) \(field)")
        }
      }
      #expect(outcome.restored == ours.count * fields.count)
      let changed = outcome.review.leftAlone.filter { $0.reason == .changedSince }
      #expect(Set(changed.map(\.user)) == Set(theirs).intersection(applied))
      #expect(changed.allSatisfy { $0.by == .outside && $0.lastAsWritten != nil })
      try scene.checkBook()
    }
  }

  @Test(arguments: [Quirks.lenient, .strict])
  func `a phone that reads otherwise than it was pushed is put back`(
    _ quirks: Quirks
  ) async throws {
    try await PushScene.play(people: 4, quirks: quirks) { scene in
      let user = await scene.people()[1]
      let before = await scene.value(user, "sys00-mobile")
      let pushed = try await scene.push([wants(user, [("sys00-mobile", "13811112222")])])
      #expect(pushed.result.counts.verified == 1)
      let outcome = try await scene.rollBack(pushed.result.operation)
      #expect(outcome.restored == 1)
      #expect(await scene.value(user, "sys00-mobile") == before)
    }
  }

  @Test func `a rollback rolled back is the batch again, and so on`() async throws {
    try await PushScene.play(people: 4) { scene in
      let user = await scene.people()[0]
      let before = await scene.value(user, "sys02-address")
      var batch = try await scene.push([wants(user, [("sys02-address", "BAD")])]).result.operation
      for expected in [before, "BAD", before] {
        let outcome = try await scene.rollBack(batch)
        #expect(outcome.restored == 1)
        #expect(await scene.value(user, "sys02-address") == expected)
        // What was rolled back once is not rolled back again.
        let again = try await scene.rollBack(batch)
        #expect(again.restored == 0)
        #expect(again.review.leftAlone.isEmpty)
        #expect(again.review.alreadyThere == 1)
        let number = outcome.result.operation
        batch = number
      }
    }
  }

  @Test func `items that were inserted, removed and reordered are found, and no other is touched`()
    async throws
  {
    try await PushScene.play(people: 6) { scene in
      let people = await scene.people()
      for user in people { try await scene.school(user, ["A/x", "B/y", "C/z"]) }
      let edit = CellEdit(CellAddress("sys03-major", 1), .set(.text("BAD")))
      let pushed = try await scene.push(people.map { UserChange(user: $0, edits: [edit]) })
      #expect(pushed.result.counts.verified == 6)
      try await scene.school(people[0], ["B/BAD", "C/z"])
      try await scene.school(people[1], ["N/n", "A/x", "B/BAD", "C/z"])
      try await scene.school(people[2], ["C/z", "B/BAD", "A/x"])
      try await scene.school(people[3], ["A/x", "C/BAD"])
      try await scene.school(people[4], ["B/BAD", "A/x", "B/BAD"])
      let outcome = try await scene.rollBack(pushed.result.operation)
      #expect(await scene.schools(people[0]) == ["B/y", "C/z"])
      #expect(await scene.schools(people[1]) == ["N/n", "A/x", "B/y", "C/z"])
      #expect(await scene.schools(people[2]) == ["C/z", "B/y", "A/x"])
      #expect(await scene.schools(people[3]) == ["A/x", "C/BAD"])
      #expect(await scene.schools(people[4]) == ["B/BAD", "A/x", "B/BAD"])
      #expect(await scene.schools(people[5]) == ["A/x", "B/y", "C/z"])
      #expect(
        Set(outcome.review.leftAlone.map { "\($0.user ?? "-") \($0.reason)" })
          == ["\(people[3]) changedSince", "\(people[4]) itemAmbiguous"]
      )
    }
  }

  @Test func `an added item is emptied, and reported as residual`() async throws {
    try await PushScene.play(people: 3) { scene in
      let user = await scene.people()[0]
      let items = await scene.server.withCompany { $0.items(user, group: "sys06") }
      let pushed = try await scene.push([
        UserChange(user: user, edits: [], additions: [contact("BAD")])
      ])
      #expect(pushed.result.counts.verified == 1)
      let outcome = try await scene.rollBack(pushed.result.operation)
      #expect(await scene.value(user, "sys06-urgentContactsName", items) == "")
      #expect(await scene.value(user, "sys06-urgentContactsPhone", items) == "")
      #expect(outcome.review.impossible.map(\.isResidual) == [true, true])
      #expect(outcome.restored == 2)
    }
  }

  @Test func `leavers, what was refused and what was never sent are named and left alone`()
    async throws
  {
    try await PushScene.play(people: 5, quirks: .strict) { scene in
      let people = await scene.people()
      for user in people { try await scene.edit(user, "sys00-remark", to: "before") }
      let pushed = try await scene.push(
        people.map { wants($0, [("sys00-remark", "BAD")]) },
        rules: PushScene.sparing
      )
      let applied = try scene.lines(pushed.result.operation).filter { $0.value.isApplied }
        .map(\.key).sorted()
      let leaver = try #require(applied.first)
      try await scene.server.withCompany { try $0.leave(leaver) }
      let outcome = try await scene.rollBack(pushed.result.operation)
      let reasons = Dictionary(
        outcome.review.leftAlone.map { ($0.user, $0.reason) },
        uniquingKeysWith: { first, _ in first }
      )
      #expect(reasons[leaver] == .leaver)
      for user in people where !applied.contains(user) {
        #expect([.neverApplied, nil].contains(reasons[user]))
      }
      for user in applied.dropFirst() {
        #expect(await scene.value(user, "sys00-remark") == "before")
      }
      #expect(applied.count >= 3)
    }
  }

  @Test func `only the wanted users and fields are put back`() async throws {
    try await PushScene.play(people: 3) { scene in
      let people = await scene.people()
      let pushed = try await scene.push(
        people.map { wants($0, [("sys00-remark", "BAD"), ("sys02-address", "BAD")]) }
      )
      _ = try await scene.rollBack(
        pushed.result.operation,
        users: [people[1]],
        fields: ["sys00-remark"]
      )
      #expect(await scene.value(people[1], "sys00-remark") != "BAD")
      #expect(await scene.value(people[1], "sys02-address") == "BAD")
      #expect(await scene.value(people[0], "sys00-remark") == "BAD")
      let rest = try await scene.rollBack(pushed.result.operation)
      #expect(rest.restored == 5)
      #expect(rest.review.leftAlone.isEmpty)
      #expect(rest.review.alreadyThere == 1)
    }
  }

  @Test func `limits stop a rollback like any batch, and a dry run records nothing`()
    async throws
  {
    try await PushScene.play(people: 4) { scene in
      let people = await scene.people()
      let pushed = try await scene.push(people.map { wants($0, [("sys00-remark", "BAD")]) })
      let entries = try scene.ledger.statistics().entries
      let plan = try await scene.planBack(pushed.result.operation)
      #expect(plan.review.restores == 4)
      #expect(try scene.ledger.statistics().entries == entries)
      var rules = PushScene.generous
      rules.limits.maximumUsers = 3
      let stopped = try await scene.rollBack(pushed.result.operation, rules: rules)
      #expect(stopped.error?.name == "planRefused")
      #expect(await scene.value(people[0], "sys00-remark") == "BAD")
      rules = PushScene.generous
      rules.canary = 1
      let outcome = try await scene.rollBack(pushed.result.operation, rules: rules)
      #expect(outcome.restored == 4)
      let kinds = try scene.ledger.batches().map(\.operation.kind)
      // One that is refused is none.
      #expect(kinds == [.push, .rollback])
      try scene.checkBook()
    }
  }

  @Test func `what a fetch saw in between counts`() async throws {
    try await PushScene.play(people: 3) { scene in
      let people = await scene.people()
      let pushed = try await scene.push(
        people.prefix(2).map { wants($0, [("sys00-remark", "BAD")]) }
      )
      try await scene.edit(people[0], "sys00-remark", to: "theirs")
      // Any batch reads its users afresh, which is recorded.
      _ = try await scene.push([wants(people[0], [("sys00-remark", "ours")])])
      try await scene.edit(people[0], "sys00-remark", to: "BAD")
      let outcome = try await scene.rollBack(pushed.result.operation)
      #expect(outcome.review.leftAlone.map(\.reason) == [.observedOtherwiseInBetween])
      #expect(await scene.value(people[0], "sys00-remark") == "BAD")
      #expect(await scene.value(people[1], "sys00-remark") != "BAD")
    }
  }

  @Test func `a batch that is not there, or a reason that is not, is refused`() async throws {
    try await PushScene.play(people: 1) { scene in
      await #expect(throws: PushError.noBatch(9)) { try await scene.rollBack(9) }
      let request = RollbackRequest(batch: 9, author: Author(actor: "a", program: "test"))
      await #expect(throws: PushError.noReason) {
        try await runRollback(request, tools: scene.tools()) { _ in true }
      }
    }
  }
}
