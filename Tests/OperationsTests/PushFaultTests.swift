import LedgerHistory
import DingTalk
import Ledger
@testable import Operations
import Roster
import Sandbox
import Testing

/// Pushes on a bad day: every row's fate is known, and nothing is added twice.
@Suite struct PushFaultTests {
  /// Every fifth person gets a new contact, the others another remark and address.
  ///
  /// Those who are to be refused get a date that is none.
  private func changes(_ people: [Verbatim], refusing refused: Set<Verbatim>) -> [UserChange] {
    people.enumerated().map { number, user in
      if refused.contains(user) { return wants(user, [("sys02-birthTime", "no date")]) }
      return number.isMultiple(of: 5)
        ? wants(user, [], adding: [contact("新联系人\(number)")])
        : wants(user, [("sys00-remark", "第\(number)行"), ("sys02-address", "新址\(number)")])
    }
  }

  private func isThere(_ scene: PushScene, _ number: Int, _ user: Verbatim) async -> Int {
    guard number.isMultiple(of: 5) else {
      let remark = await scene.value(user, "sys00-remark")
      let address = await scene.value(user, "sys02-address")
      return remark == "第\(number)行" && address == "新址\(number)" ? 1 : 0
    }
    let items = await scene.server.withCompany { $0.items(user, group: "sys06") }
    var found = 0
    for item in 0..<items {
      let name = await scene.value(user, "sys06-urgentContactsName", item)
      if name == "新联系人\(number)" { found += 1 }
    }
    return found
  }

  @Test(arguments: [Quirks.lenient, .strict])
  func `of 500 rows on a bad day, each ends as it is, and none is written twice`(
    _ quirks: Quirks
  ) async throws {
    try await PushScene.play(people: 500, quirks: quirks) { scene in
      let failing = await scene.server.withSimulation { $0.failingUsers }
      let people = await scene.people().filter { !failing.contains($0) }
      let refused = Set(people.enumerated().filter { $0.offset % 33 == 7 }.map(\.element))
      let outcome = try await scene.push(changes(people, refusing: refused)) { _ in
        await scene.server.withSimulation { simulation in
          simulation.faults.seed = 5
          simulation.faults.fail(.update, share: 0.05, with: .throttle)
          simulation.faults.fail(.update, share: 0.02, with: .dropAfter)
          simulation.faults.fail(.update, share: 0.01, with: .dropBefore)
        }
        return true
      }
      let counts = outcome.result.counts
      #expect(outcome.error == nil)
      #expect(outcome.result.status == .finished)
      #expect(counts.rows == people.count)
      // A call that is dropped may be one that would have been refused.
      #expect(counts.rejected <= refused.count && counts.rejected > refused.count / 2)
      #expect(counts.uncertain > 3)
      #expect(counts.accepted + counts.rejected + counts.uncertain == counts.rows)
      let lines = try scene.lines(outcome.result.operation)
      for (number, user) in people.enumerated() {
        let line = try #require(lines[user])
        let there = await isThere(scene, number, user)
        switch line.status {
        case .accepted: #expect(there == 1)
        case .rejected: #expect(there == 0 && refused.contains(user))
        case .uncertain: #expect(there <= 1)
        case .notSent, .skipped: Issue.record("\(user) is \(line.status)")
        }
      }
      #expect(lines.values.contains { $0.attempts > 1 })
      await scene.server.withSimulation { $0.faults = .none }
      let settled = try await scene.settle(outcome.result.operation)
      #expect(settled.error == nil)
      #expect(settled.undecidable == 0)
      #expect(settled.applied + settled.notApplied == counts.uncertain)
      #expect(settled.applied > 0 && settled.notApplied > 0)
      for row in settled.rows {
        let number = try #require(people.firstIndex(of: row.user))
        #expect(await isThere(scene, number, row.user) == (row.verdict == .applied ? 1 : 0))
      }

      let again = try await scene.retry(outcome.result.operation)
      #expect(again.error == nil)
      #expect(again.review.leftAlone.isEmpty)
      for (number, user) in people.enumerated() {
        #expect(await isThere(scene, number, user) == (refused.contains(user) ? 0 : 1))
      }
      try scene.checkBook()
      let third = try await scene.retry(outcome.result.operation)
      #expect(third.result.counts.rows == refused.count)
      #expect(third.result.counts.rejected == refused.count)
      try checkAdditions(scene)
    }
  }

  /// No user's added item was ever applied twice.
  private func checkAdditions(_ scene: PushScene) throws {
    for (user, calls) in try scene.updates() {
      let applied = calls.filter { call in
        call.entry.isApplied
          && call.update.groups.contains { $0.sections.contains { $0.oldIndex == nil } }
      }
      #expect(applied.count <= 1, "\(user)")
    }
  }

  @Test func `another person's edit between call and settle is never overwritten, and is named`()
    async throws
  {
    try await PushScene.play(people: 4) { scene in
      let people = await scene.people()
      await scene.server.withSimulation { simulation in
        simulation.faults.fail(.update, call: 1, with: .dropAfter)
        simulation.faults.fail(.update, call: 2, with: .dropBefore)
      }
      var rules = PushScene.generous
      rules.callsInFlight = 1
      let outcome = try await scene.push(
        [
          wants(people[0], [("sys00-remark", "ours")]),
          wants(people[1], [("sys00-remark", "ours")]),
        ],
        rules: rules
      )
      #expect(outcome.result.counts.uncertain == 2)
      let before = try await scene.retry(outcome.result.operation)
      #expect(Set(before.review.leftAlone.map(\.user)) == Set(people[..<2]))
      #expect(before.result.counts.rows == 0)
      try await scene.server.withCompany { company in
        for user in people[..<2] { try company.edit(user, "sys00-remark", value: "theirs") }
      }
      let settled = try await scene.settle(outcome.result.operation)
      #expect(settled.undecidable == 2)
      #expect(settled.rows.allSatisfy { $0.how.text.contains("\"theirs\"") })
      let again = try await scene.retry(outcome.result.operation)
      #expect(again.review.leftAlone.count == 2)
      #expect(again.result.counts.rows == 0)
      for user in people[..<2] { #expect(await scene.value(user, "sys00-remark") == "theirs") }
    }
  }

  @Test func `a bad day, settled and retried, ends like a good one`() async throws {
    var ends: [[String]] = []
    for isBad in [false, true] {
      try await PushScene.play(people: 120) { scene in
        let people = await scene.people()
        let outcome = try await scene.push(changes(people, refusing: [])) { _ in
          guard isBad else { return true }
          await scene.server.withSimulation { simulation in
            simulation.faults.fail(.update, share: 0.1, with: .throttle)
            simulation.faults.fail(.update, share: 0.05, with: .dropAfter)
            simulation.faults.fail(.update, share: 0.05, with: .dropBefore)
            simulation.faults.fail(.update, share: 0.03, with: .serverError)
            simulation.faults.fail(.update, call: 20, with: .expireToken)
            simulation.faults.fail(.update, call: 70, with: .quota)
          }
          return true
        }
        await scene.server.withSimulation { $0.faults = .none }
        if isBad {
          #expect(outcome.error?.name == "dingtalkQuotaSpent")
          #expect(outcome.result.counts.notSent > 10)
          #expect(try await scene.settle(outcome.result.operation).undecidable == 0)
          let again = try await scene.retry(outcome.result.operation)
          #expect(again.error == nil)
        }
        var end: [String] = []
        for user in people {
          end.append(await scene.value(user, "sys00-remark") ?? "")
          end.append(await scene.value(user, "sys02-address") ?? "")
          let items = await scene.server.withCompany { $0.items(user, group: "sys06") }
          for item in 0..<items {
            end.append(await scene.value(user, "sys06-urgentContactsName", item) ?? "")
          }
        }
        ends.append(end)
      }
    }
    #expect(ends[0] == ends[1])
  }

  @Test func `when every call is lost, the sending stops early`() async throws {
    try await PushScene.play(people: 40) { scene in
      let people = await scene.people()
      await scene.server.withSimulation {
        $0.faults.fail(.update, share: 1, with: .serverError)
      }
      let outcome = try await scene.push(people.map { wants($0, [("sys00-remark", "n")]) })
      #expect((outcome.error as? PushError)?.name == "tooManyUncertain")
      #expect(outcome.result.status == .interrupted)
      #expect(outcome.result.counts.uncertain <= 9)
      #expect(outcome.result.counts.notSent >= 31)
      await scene.server.withSimulation { $0.faults = .none }
      #expect(try await scene.settle(outcome.result.operation).notApplied >= 5)
      let again = try await scene.retry(outcome.result.operation)
      #expect(again.result.counts.verified == 40)
    }
  }
}
