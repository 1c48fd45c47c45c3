import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Synchronization
import Testing

/// A push over real HTTP, without faults, or with another writer or change.
@Suite struct PushTests {
  @Test(arguments: [Quirks.lenient, .strict])
  func `what is planned arrives, is read again, and is verified`(_ quirks: Quirks) async throws {
    try await PushScene.play(people: 8, quirks: quirks) { scene in
      let people = await scene.people()
      let outcome = try await scene.push([
        wants(people[0], [("sys00-remark", "新备注"), ("sys02-address", "北京")]),
        wants(people[1], [("sys00-mobile", "13911112222")]),
        wants(people[2], [("sys00-remark", "x")], adding: [contact("王五")]),
      ])
      #expect(outcome.error == nil)
      #expect(outcome.result.status == .finished)
      #expect(outcome.result.counts.accepted == 3)
      #expect(await scene.value(people[0], "sys00-remark") == "新备注")
      #expect(await scene.value(people[0], "sys02-address") == "北京")
      let items = await scene.server.withCompany { $0.items(people[2], group: "sys06") }
      #expect(quirks == .strict ? items == 1 : items > 1)
      // In the strict reading, the items that an update does not mention vanish, so the new one has
      // another index.
      #expect(outcome.result.counts.verified == (quirks == .lenient ? 3 : 2))
      try scene.checkBook()
    }
  }

  @Test func `the body that arrives is that of the vendor's page`() async throws {
    try await PushScene.play(people: 3) { scene in
      let user = await scene.people()[1]
      try await scene.server.withCompany { company in
        while company.items(user, group: "sys03") > 0 {
          try company.removeItem(user, group: "sys03", item: 0)
        }
        for item in 0..<3 {
          try company.edit(user, "sys03-highestEdu", item: item, value: "9")
          try company.edit(user, "sys03-graduateSchool", item: item, value: "旧")
          try company.edit(user, "sys03-graduationTime", item: item, value: "2000-01-01")
        }
      }
      let rows = [("1", "清华大学", "2020-09-01"), ("2", "清华附中", "2016-09-01")]
      let edits = rows.enumerated().flatMap { item, row in
        zip(
          ["sys03-highestEdu", "sys03-graduateSchool", "sys03-graduationTime"],
          [row.0, row.1, row.2]
        )
        .map { CellEdit(CellAddress(Verbatim($0), item), .set(.text(Verbatim($1)))) }
      }
      let outcome = try await scene.push([UserChange(user: user, edits: edits)])
      #expect(outcome.result.counts.verified == 1)
      let body = try #require(scene.server.journal(.update).first?.text)
      let reported = body.replacing(user.text, with: "USER") + "\n"
      #expect(Golden.difference(reported, "push-body.json") == nil)
    }
  }

  @Test func `only what changes is sent, and a row that changes nothing is not`() async throws {
    try await PushScene.play(people: 4) { scene in
      let people = await scene.people()
      let address = try #require(await scene.value(people[0], "sys02-address"))
      let outcome = try await scene.push([
        wants(people[0], [("sys02-address", address)]),
        wants(people[1], [("sys00-remark", "neu")]),
      ])
      #expect(outcome.result.counts.rows == 1)
      #expect(outcome.plan?.counts.unchanged == 1)
      #expect(scene.server.journal(.update).count == 1)
    }
  }

  @Test func `another person's edit after the plan is not overwritten, and is named`()
    async throws
  {
    try await PushScene.play(people: 6) { scene in
      let people = await scene.people()
      let outcome = try await scene.push(
        [
          wants(people[0], [("sys00-remark", "ours")]),
          wants(people[1], [("sys00-remark", "ours")]),
          wants(people[2], [], adding: [contact("ours")]),
        ],
        confirm: { _ in
          do {
            try await scene.server.withCompany { company in
              try company.edit(people[0], "sys00-remark", value: "theirs")
              let items = company.items(people[2], group: "sys06")
              try company.edit(people[2], "sys06-urgentContactsName", item: items, value: "theirs")
            }
            return true
          } catch { return false }
        }
      )
      #expect(outcome.result.counts.skipped == 2)
      #expect(outcome.result.counts.verified == 1)
      #expect(await scene.value(people[0], "sys00-remark") == "theirs")
      let lines = try scene.lines(outcome.result.operation)
      #expect(lines[people[0]]?.message?.text.contains("\"theirs\"") == true)
      #expect(lines[people[0]]?.message?.text.contains("sys00-remark") == true)
      #expect(lines[people[2]]?.message?.text.contains("sys06") == true)
      #expect(try scene.updates().keys.sorted() == [people[1]])

      let again = try await scene.retry(outcome.result.operation)
      #expect(Set(again.review.leftAlone.map(\.user)) == [people[0], people[2]])
      #expect(again.result.counts.rows == 0)
      #expect(await scene.value(people[0], "sys00-remark") == "theirs")
    }
  }

  @Test func `a refused plan sends nothing, or only what is not refused`() async throws {
    try await PushScene.play(people: 4) { scene in
      let people = await scene.people()
      let changes = [
        wants(people[0], [("sys00-dept", "销售部")]), wants(people[1], [("sys00-remark", "b")]),
        wants("nobody", [("sys00-remark", "c")]),
      ]
      let outcome = try await scene.push(changes)
      guard case .refused(let refusals)? = outcome.error as? PushError else {
        Issue.record("not refused: \(String(describing: outcome.error))")
        return
      }
      #expect(Set(refusals.compactMap(\.user)) == [people[0], "nobody"])
      #expect(outcome.result.status == .failed)
      #expect(scene.server.journal(.update).isEmpty)
      var rules = PushScene.generous
      rules.skipsRefused = true
      let rest = try await scene.push(changes, rules: rules)
      #expect(rest.error == nil)
      #expect(rest.result.counts.verified == 1)
      #expect(rest.result.counts.rows == 1)
    }
  }

  @Test func `a limit stops a plan before anything is sent, and its override is on record`()
    async throws
  {
    try await PushScene.play(people: 6) { scene in
      let changes = await scene.people().map { wants($0, [("sys00-remark", "n")]) }
      var rules = SendingRules(limits: PlanLimits(maximumUsers: 5))
      let outcome = try await scene.push(changes, rules: rules)
      #expect((outcome.error as? PushError)?.name == "planRefused")
      #expect(scene.server.journal(.update).isEmpty)
      rules.limits.maximumUsers = 6
      rules.overrides = [LimitOverride(name: "maxUsers", configured: 5, used: 6)]
      let allowed = try await scene.push(changes, rules: rules)
      #expect(allowed.result.counts.verified == 6)
    }
  }

  @Test func `a plan that is declined sends nothing`() async throws {
    try await PushScene.play(people: 2) { scene in
      let user = await scene.people()[0]
      let outcome = try await scene.push([wants(user, [("sys00-remark", "n")])]) { _ in false }
      #expect(outcome.error as? PushError == .declined)
      #expect(outcome.result.status == .interrupted)
      #expect(outcome.result.counts.rows == 0)
      #expect(scene.server.journal(.update).isEmpty)
    }
  }

  @Test func `a canary that is refused, or that differs, stops the rest`() async throws {
    try await PushScene.play(people: 20) { scene in
      let people = await scene.people()
      var rules = PushScene.generous
      rules.canary = 2
      await scene.server.withSimulation { $0.faults.failUsers = [:] }
      let silent = try await scene.push(
        [wants(people[0], [("sys00-mainDeptId", "999")])]
          + people[1...].map { wants($0, [("sys00-remark", "neu")]) },
        rules: rules
      )
      guard case .canary(let user, _)? = silent.error as? PushError else {
        Issue.record("the canary sang on: \(String(describing: silent.error))")
        return
      }
      #expect(user == people[0])
      #expect(silent.result.status == .failed)
      #expect(silent.result.counts.notSent == 18)
      #expect(silent.result.counts.differs == 1)
      #expect(silent.result.counts.verified == 1)

      let good = try await scene.push(
        people.map { wants($0, [("sys00-remark", "zwei")]) },
        rules: rules
      )
      #expect(good.error == nil)
      #expect(good.result.counts.verified == 20)
    }
  }

  @Test func `too many rejections stop it while it runs`() async throws {
    try await PushScene.play(people: 60) { scene in
      let people = await scene.people()
      let outcome = try await scene.push(
        people.map { wants($0, [("sys02-birthTime", "no date")]) },
        rules: SendingRules(limits: PlanLimits(maximumUsers: 100))
      )
      #expect((outcome.error as? PushError)?.name == "tooManyRejected")
      #expect(outcome.result.counts.rejected >= 10)
      #expect(outcome.result.counts.rejected < 20)
      #expect(outcome.result.counts.notSent == 60 - outcome.result.counts.rejected)
    }
  }

  @Test func `a missing permission stops it, and the rest is not sent`() async throws {
    try await PushScene.play(people: 30) { scene in
      let people = await scene.people()
      await scene.server.withSimulation { $0.permissions = [.read] }
      let outcome = try await scene.push(people.map { wants($0, [("sys00-remark", "n")]) })
      #expect(outcome.error?.name == "dingtalkPermissionDenied")
      #expect(outcome.result.status == .failed)
      #expect(outcome.result.counts.rejected <= 4)
      #expect(outcome.result.counts.notSent >= 26)
      #expect(outcome.result.counts.uncertain == 0)
      await scene.server.withSimulation { $0.permissions = Set(SandboxPermission.allCases) }
      let again = try await scene.retry(outcome.result.operation)
      #expect(again.result.counts.verified == 30)
      #expect(again.result.parent == outcome.result.operation)
    }
  }

  @Test func `what became of a call is recorded with the next call, in one commit`() async throws {
    try await PushScene.play(people: 8) { scene in
      let people = await scene.people()
      let ledger = scene.ledger
      let last = Mutex<[EntryID]>([])
      var rules = PushScene.generous
      rules.callsInFlight = 1
      let outcome = try await scene.push(
        people.map { wants($0, [("sys00-remark", "n")]) },
        rules: rules
      ) { _ in
        true
      } afterCommit: { _ in
        let entry = (try? ledger.lastEntry()) ?? 0
        last.withLock { $0.append(entry) }
      }
      #expect(outcome.result.counts.verified == people.count)
      // Steps of one commit leave the same last entry.
      let steps = last.withLock { $0 }
      #expect(steps.count - Set(steps).count >= people.count - 1)
      try scene.checkBook()
    }
  }

  @Test func `cancelling finishes the calls under way and sends nothing more`() async throws {
    try await PushScene.play(people: 60) { scene in
      let people = await scene.people()
      let handle = Mutex<Task<PushOutcome, any Error>?>(nil)
      let task = Task {
        try await scene.push(people.map { wants($0, [("sys00-remark", "n")]) }) { _ in
          true
        } afterCommit: { commit in
          if commit == 30 { handle.withLock { $0?.cancel() } }
        }
      }
      handle.withLock { $0 = task }
      let outcome = try await task.value
      #expect(outcome.result.status == .interrupted)
      #expect(outcome.error == nil)
      let counts = outcome.result.counts
      #expect(counts.accepted > 0)
      #expect(counts.uncertain == 0)
      #expect(counts.notSent == 60 - counts.accepted)
      #expect(counts.verified == counts.accepted)
      #expect(scene.server.journal(.update).count == counts.accepted)
      try scene.checkBook()
      let again = try await scene.retry(outcome.result.operation)
      #expect(again.result.counts.verified == counts.notSent)
    }
  }
}
