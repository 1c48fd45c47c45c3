import LedgerHistory
import Foundation
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Synchronization
import Testing

@Suite struct FetchTests {
  @Test(arguments: [Quirks.lenient, .strict])
  func `everything about everybody is fetched, and then nothing is new`(
    _ quirks: Quirks
  ) async throws {
    try await FetchScene.play(people: 230, quirks: quirks) { scene in
      let bad = await scene.server.withSimulation { $0.failingUsers }
      let first = try await scene.fetch()
      #expect(first.error == nil)
      #expect(first.result.status == .finished)
      #expect(first.result.operation == 1)
      #expect(first.result.users == 230 - bad.count)
      #expect(first.result.notReturned == bad.count)
      #expect(first.result.joined == 230)
      #expect(first.result.left == 0)
      #expect(first.result.changed == first.result.values)
      #expect(first.result.unchanged == 0)
      #expect(first.result.calls == scene.server.journal().count)
      let company = await scene.server.withCompany { $0 }
      if bad.isEmpty { #expect(first.result.values == company.countValues()) }
      let rows = try scene.roster()
      #expect(rows.count == first.result.values)
      #expect(Set(rows.map(\.user)) == Set(company.userids).subtracting(bad))
      for row in rows {
        guard case .item(let value, let label) = row.content else { continue }
        let entry = company.entry(row.user, row.field, item: row.item)
        #expect(entry == Entry(value: value, label: label))
      }

      let second = try await scene.fetch()
      #expect(second.result.status == .finished)
      #expect(second.result.changed == 0)
      #expect(second.result.joined == 0)
      #expect(second.result.values == first.result.values)
      #expect(second.result.unchanged == first.result.values)
      try scene.checkBook()
    }
  }

  @Test func `only what was asked is asked for, and what is never to be fetched is not`()
    async throws
  {
    try await FetchScene.play(people: 30) { scene in
      let people = await scene.people()
      let some = Array(people[3..<6])
      let outcome = try await scene.fetch(
        Stage.request(users: some + [some[0]], fields: ["sys00-name", "sys00-mobile"])
      )
      #expect(outcome.result.users == 3)
      #expect(outcome.result.joined == 0)
      #expect(try scene.entries(.enumerated).isEmpty)
      #expect(Set(try scene.roster().map(\.field)) == ["sys00-name", "sys00-mobile"])
      #expect(Set(try scene.roster().map(\.user)) == Set(some))

      _ = try await scene.fetch(Stage.request(users: some, never: ["sys02-certNo"]))
      #expect(try !scene.roster().map(\.field).contains("sys02-certNo"))
      #expect(try scene.roster().map(\.field).contains("sys02-realName"))
      for call in scene.server.journal(.list) { #expect(!call.text.contains("certNo")) }
    }
  }

  @Test func `what cannot be asked is refused before an operation is opened`() async throws {
    try await FetchScene.play(people: 3) { scene in
      await #expect(throws: FetchError.fieldsNeverFetched(["sys00-name"])) {
        try await scene.fetch(Stage.request(fields: ["sys00-name"], never: ["sys00-name"]))
      }
      let operations = try scene.ledger.operations()
      #expect(operations.isEmpty)
      #expect(scene.server.journal().isEmpty)
    }
  }

  @Test func `an unknown field ends the fetch before anything is listed`() async throws {
    try await FetchScene.play(people: 3) { scene in
      let outcome = try await scene.fetch(Stage.request(fields: ["sys00-name", "sys00-nmae"]))
      #expect(outcome.result.status == .failed)
      #expect(outcome.error as? FetchError == .unknownFields(["sys00-nmae"]))
      #expect(scene.server.journal(.list).isEmpty)
      #expect(try scene.ledger.operations().map(\.status) == [.failed])
    }
  }

  @Test func `changes, joiners, leavers and people who return are distinguished`() async throws {
    try await FetchScene.play(people: 40) { scene in
      let people = await scene.people()
      _ = try await scene.fetch()
      try await scene.server.withCompany { company in
        try company.edit(people[1], "sys00-remark", value: "改过了")
        try company.takeAway(people[2], "sys00-name", asEmptyList: false)
        try company.leave(people[3])
        try company.join("newcomer")
      }
      let second = try await scene.fetch()
      #expect(second.result.joined == 1)
      #expect(second.result.left == 1)
      let newcomer = try scene.roster(RosterFilter(users: ["newcomer"])).count
      #expect(second.result.changed == newcomer + 2)
      #expect(second.result.values == second.result.unchanged + newcomer + 1)
      #expect(try scene.entries(.left).map(\.user) == [people[3]])
      #expect(try scene.roster(RosterFilter(users: [people[3]])).isEmpty)
      #expect(
        try !scene.roster(RosterFilter(users: [people[3]], includesLeft: true)).isEmpty
      )
      let names = try scene.roster(
        RosterFilter(users: [people[2]], fields: ["sys00-name"], includesGone: true)
      )
      #expect(names.map(\.content) == [.gone])

      try await scene.server.withCompany { try $0.rejoin(people[3]) }
      let third = try await scene.fetch()
      #expect(third.result.joined == 1)
      #expect(try scene.entries(.rejoined).map(\.user) == [people[3]])
      try scene.checkBook()
    }
  }

  @Test func `a withheld field is a finding, and its values stay known`() async throws {
    try await FetchScene.play(people: 130) { scene in
      _ = try await scene.fetch()
      let known = try scene.roster(RosterFilter(fields: ["sys00-mobile"]))
      await scene.server.withCompany { $0.withheldFields = ["sys00-mobile"] }
      let outcome = try await scene.fetch()
      #expect(outcome.result.status == .finished)
      #expect(outcome.result.changed == 0)
      #expect(
        outcome.result.findings
          == [
            Finding(kind: .fieldWithheld, operation: 2, field: "sys00-mobile", count: 130)
          ]
      )
      let now = try scene.roster(RosterFilter(fields: ["sys00-mobile"]))
      #expect(now.count == 130)
      #expect(now == known)
    }
  }

  @Test func `a list that shrank too far records no one as having left`() async throws {
    try await FetchScene.play(people: 60) { scene in
      _ = try await scene.fetch()
      await scene.server.withCompany { $0.listedShare = 0.5 }
      let outcome = try await scene.fetch()
      #expect(outcome.result.users == 30)
      #expect(outcome.result.left == 0)
      #expect(outcome.result.findings == [Finding(kind: .listShrunk, operation: 2, count: 30)])

      var request = Stage.request()
      request.shrinkLimit = ShrinkLimit(percent: 50)
      #expect(try await scene.fetch(request).result.left == 30)
    }
  }

  @Test func `findings that cannot be read are an error, and not none`() async throws {
    try await FetchScene.play(people: 10) { scene in
      let ledger = scene.ledger
      let outcome = try await scene.fetch(afterCommit: { _ in
        guard (try? ledger.operations().last?.status) == .finished else { return }
        // The disk goes bad right after the last commit.
        for path in [ledger.path, ledger.path + "-wal"] {
          let length = (try? Data(contentsOf: URL(fileURLWithPath: path)).count) ?? 0
          let file = FileHandle(forWritingAtPath: path)
          try? file?.write(contentsOf: Data(repeating: 0x55, count: length))
          try? file?.close()
        }
      })
      #expect(outcome.result.status == .finished && outcome.result.findings == nil)
      #expect(outcome.error?.name == "ledgerDamaged", "\(String(describing: outcome.error))")
    }
  }

  @Test func `progress runs from no one to everybody`() async throws {
    try await FetchScene.play(people: 250) { scene in
      let reported = Mutex<[FetchProgress]>([])
      let outcome = try await scene.fetch(
        progress: { now in
          reported.withLock { $0.append(now) }
          scene.clock.advance(by: .milliseconds(500))
        }
      )
      let steps = reported.withLock { $0 }
      #expect(steps.first == FetchProgress(done: 0, total: nil, values: 0, changed: 0, calls: 0))
      #expect(
        steps.last
          == FetchProgress(
            done: 250,
            total: 250,
            values: outcome.result.values,
            changed: outcome.result.changed,
            calls: outcome.result.calls
          )
      )
      // Opened, catalog, list, three pages, closed.
      #expect(steps.count == 7)
      #expect(outcome.result.seconds == 3.5)
      for (before, after) in zip(steps, steps.dropFirst()) {
        #expect(before.done <= after.done)
        #expect(before.values <= after.values)
      }
    }
  }
}
