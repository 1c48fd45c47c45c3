import LedgerVerification
import LedgerHistory
import LedgerStorage
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// Erasing people whom batches wrote to, and operations on people with only a number left.
@Suite struct EraseTests {
  private func request(
    _ users: [Verbatim],
    _ fields: Set<FieldCode>? = nil,
    limit: Int = 10
  ) -> EraseRequest {
    EraseRequest(
      system: .dingtalk,
      users: users,
      fields: fields,
      maximumUsers: limit,
      author: PushScene.author
    )
  }

  private func erase(
    _ users: [Verbatim],
    _ fields: Set<FieldCode>? = nil,
    in scene: PushScene
  ) async throws -> EraseOutcome {
    scene.clock.advance(by: .seconds(60))
    return try await runErase(
      request(users, fields),
      ledger: scene.ledger,
      timekeeper: scene.clock
    ) { _ in true }
  }

  @Test func `a fetch leaves out anyone who was erased, and does not even ask`() async throws {
    try await FetchScene.play(people: 30) { scene in
      let before = try await scene.fetch().result
      let user = await scene.server.withCompany { $0.userids[3] }
      let name = try #require(
        try scene.ledger.people(matching: user, system: .dingtalk).first?.name
      )
      let outcome = try await runErase(
        request([user]),
        ledger: scene.ledger,
        timekeeper: scene.clock
      ) { plans in
        #expect(plans.map(\.user.id) == [user])
        return true
      }
      #expect(outcome.status == .finished && outcome.error == nil)
      let receipt = try #require(outcome.receipts.first)
      #expect(receipt.count("U") == 1 && receipt.count("V") > 10)
      let after = try await scene.fetch().result
      #expect(after.users == before.users - 1)
      #expect(after.findings?.contains { $0.kind == .erasedUsersLeftOut && $0.count == 1 } == true)
      #expect(after.left == 0 && after.joined == 0)
      for entry in scene.server.journal(.list).suffix(1) {
        #expect(!String(decoding: entry.body, as: UTF8.self).contains("\"\(user)\""))
      }
      #expect(try scene.ledger.people(matching: name, system: .dingtalk).isEmpty)
      await #expect(
        throws: LedgerError.erasure(.erased(UserKey(.dingtalk, user), entry: receipt.entry))
      ) { try await scene.fetch(Stage.request(users: [user])) }
      _ = try await runRemark(
        .readmit,
        on: UserKey(.dingtalk, user),
        author: PushScene.author,
        ledger: scene.ledger,
        timekeeper: scene.clock
      )
      let back = try await scene.fetch().result
      #expect(back.users == before.users && back.joined == 1)
      #expect(try scene.ledger.verify().findings == [])
    }
  }

  @Test func `nothing is written to anyone who was erased, whatever is undone or done again`()
    async throws
  {
    try await PushScene.play(people: 6) { scene in
      let people = await scene.people()
      let (gone, kept) = (people[0], people[1])
      let pushed = try await scene.push(
        [gone, kept].map { wants($0, [("sys00-remark", "neu")]) }
      )
      let batch = pushed.result.operation
      #expect(pushed.result.counts.verified == 2)
      _ = try await erase([gone], in: scene)
      let calls = scene.server.journal().count
      let name = try #require(try scene.lines(batch).keys.first { $0.text.hasPrefix("erased#") })
      let undone = try await scene.rollBack(batch)
      #expect(undone.review.leftAlone.filter { $0.user == name }.map(\.reason) == [.erased])
      #expect(undone.result.counts.rows == 1)
      #expect(await scene.value(gone, "sys00-remark") == "neu")
      #expect(await scene.value(kept, "sys00-remark") != "neu")
      let retried = try await scene.retry(batch)
      #expect(retried.result.counts.rows == 0)
      let again = try await scene.push([wants(gone, [("sys00-remark", "alt")])])
      guard case .refused(let refusals)? = again.error as? PushError else {
        Issue.record("not refused: \(String(describing: again.error))")
        return
      }
      #expect(refusals.map(\.user) == [gone])
      for entry in scene.server.journal().dropFirst(calls) {
        let body = String(decoding: entry.body, as: UTF8.self)
        #expect(!body.contains("erased#") && !body.contains("\"\(gone)\""))
      }
      try scene.checkBook()
    }
  }

  @Test func `a field that was erased is neither put back nor settled by guessing`() async throws {
    try await PushScene.play(people: 4) { scene in
      let people = await scene.people()
      let pushed = try await scene.push([
        wants(people[0], [("sys00-remark", "neu"), ("sys00-mobile", "13911112222")])
      ])
      let batch = pushed.result.operation
      _ = try await erase([people[0]], ["sys00-remark"], in: scene)
      let undone = try await scene.rollBack(batch)
      #expect(
        undone.review.leftAlone.filter { $0.reason == .erased }.compactMap(\.field)
          == ["sys00-remark"]
      )
      #expect(await scene.value(people[0], "sys00-remark") == "neu")
      try scene.checkBook()
    }
  }

  @Test func `a hold, a limit, a name in the reason and a no keep everybody`() async throws {
    try await PushScene.play(people: 4) { scene in
      let people = await scene.people()
      _ = try await scene.push(people.map { wants($0, [("sys00-remark", "neu")]) })
      let operations = try scene.ledger.operations().count
      await #expect(throws: EraseError.tooMany(4, limit: 3)) {
        try await runErase(
          request(people, limit: 3),
          ledger: scene.ledger,
          timekeeper: scene.clock
        ) { _ in true }
      }
      await #expect(throws: EraseError.declined) {
        try await runErase(
          request([people[0]]),
          ledger: scene.ledger,
          timekeeper: scene.clock
        ) { _ in false }
      }
      var naming = request([people[0]])
      naming.author.reason = Verbatim("\(people[0]) asked for it")
      await #expect(throws: LedgerError.erasure(.namesPerson)) {
        try await runErase(naming, ledger: scene.ledger, timekeeper: scene.clock) { _ in true }
      }
      #expect(try scene.ledger.operations().count == operations)
      for remark in [UserRemark.hold, .release] {
        _ = try await runRemark(
          remark,
          on: UserKey(.dingtalk, people[1]),
          author: PushScene.author,
          ledger: scene.ledger,
          timekeeper: scene.clock
        )
        let outcome = try await erase([people[0], people[1]], in: scene)
        #expect(outcome.status == (remark == .hold ? .failed : .finished))
        #expect(outcome.receipts.count == (remark == .hold ? 0 : 2))
        #expect((outcome.error?.name == "underHold") == (remark == .hold))
      }
      try scene.checkBook()
    }
  }

  @Test func `an erasure that dies after any of its commits is finished by the next writer`()
    async throws
  {
    try await PushScene.play(people: 3) { scene in
      let people = await scene.people()
      _ = try await scene.push(people.map { wants($0, [("sys00-remark", "nur \($0) hier")]) })
      for commit in 1...4 {
        let path = scene.folder.path("copy-\(commit)")
        let ledger = scene.ledger
        let original = scene.folder.path("original-\(commit)")
        try ledger.backUp(to: original)
        let dying = try Ledger.open(at: original)
        _ = try await runErase(
          request([people[0]]),
          ledger: dying,
          timekeeper: scene.clock,
          afterCommit: { made in
            if made == commit { try? Files.copy(original, to: path) }
          }
        ) { _ in true }
        let left = try Ledger.open(at: path)
        let writer = try await left.begin(
          OperationRequest(
            kind: .fetch,
            system: .dingtalk,
            actor: "a",
            parameters: "{}",
            program: "test"
          ),
          wait: .zero,
          timekeeper: scene.clock
        )
        try writer.close(.finished, now: scene.clock.now())
        #expect(try left.verify().findings == [])
        #expect(try !left.isScrubDue())
        let isThere = try Files.contains("nur \(people[0]) hier", path)
        #expect(isThere == (commit == 1), "commit \(commit)")
      }
    }
  }
}
