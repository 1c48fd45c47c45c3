import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Undo in a system that cannot be read: on what is known, and on what is said to be assumed.
@Suite struct RollbackMaycurTests {
  private func push(_ change: UserChange, _ tools: PushTools) async throws -> OperationNumber {
    let request = PushRequest(
      changes: [change],
      rules: PushScene.generous,
      author: PushScene.author
    )
    let outcome = try await runPush(request, tools: tools) { _ in true }
    #expect(outcome.result.counts.accepted == 1)
    return outcome.result.operation
  }

  private func roles(_ user: Verbatim, _ names: [Verbatim]) -> UserChange {
    UserChange(
      user: user,
      edits: names.enumerated().map {
        CellEdit(CellAddress("roleNames", $0), .set(.text($1)))
      } + [CellEdit(CellAddress("employeeNickName"), .set(.text(names[0])))],
      wholes: ["roleNames"]
    )
  }

  private func reported(_ scene: PushScene, _ user: Verbatim, _ key: String) async -> String? {
    await scene.server.withSimulation { $0.maycur[user]?[key]?.compact }
  }

  @Test func `what was there before is not known, and is not cleared`() async throws {
    try await PushScene.playMaycur { scene, tools, employees in
      let batch = try await push(roles(employees[0], ["a", "b"]), tools)
      let outcome = try await tools.rollBack(batch, assumes: true)
      #expect(outcome.restored == 0)
      #expect(outcome.review.impossible.count == 3)
      #expect(await reported(scene, employees[0], "roleNames") == #"["a","b"]"#)
    }
  }

  @Test func `what cannot be read is only put back on an assumption, and lists as a whole`()
    async throws
  {
    try await PushScene.playMaycur { scene, tools, employees in
      let user = employees[0]
      _ = try await push(roles(user, ["a", "b", "c"]), tools)
      let before = scene.clock.now()
      scene.clock.advance(by: .seconds(600))
      let batch = try await push(roles(user, ["x", "b"]), tools)
      let careful = try await tools.rollBack(batch, assumes: false)
      #expect(Set(careful.review.leftAlone.map(\.reason)) == [.unobservedSince])
      #expect(await reported(scene, user, "roleNames") == #"["x","b"]"#)
      let bold = try await tools.rollBack(batch, assumes: true)
      #expect(bold.error == nil)
      #expect(await reported(scene, user, "roleNames") == #"["a","b","c"]"#)
      #expect(await reported(scene, user, "employeeNickName") == #""a""#)
      #expect(bold.review.assumed.allSatisfy { $0.isAcknowledgedOnly })
      #expect(bold.review.assumed.allSatisfy { $0.lastKnown.map { $0 > before } ?? false })
      let again = try await tools.rollBack(bold.result.operation, assumes: true)
      #expect(again.error == nil)
      #expect(await reported(scene, user, "roleNames") == #"["x","b"]"#)
      try scene.checkBook()
    }
  }

  @Test func `a baseline captured after the batch replaces a read, one from before it does not`()
    async throws
  {
    try await PushScene.playMaycur { scene, tools, employees in
      let people = employees.prefix(3)
      try await scene.export(people.map { "\($0),old,old@x.com" })
      scene.clock.advance(by: .seconds(600))
      let before = scene.clock.now()
      scene.clock.advance(by: .seconds(600))
      let pushed = try await runPush(
        PushRequest(
          changes: people.map { wants($0, [("employeeNickName", "bad")]) },
          rules: PushScene.generous,
          author: PushScene.author
        ),
        tools: tools
      ) { _ in true }
      #expect(pushed.result.counts.accepted == 3)
      let batch = pushed.result.operation
      scene.clock.advance(by: .seconds(600))

      try await scene.export(people.map { "\($0),old,old@x.com" }, at: before)
      let blind = try await tools.rollBack(batch, assumes: false)
      #expect(blind.restored == 0)
      #expect(blind.review.leftAlone.map(\.reason) == Array(repeating: .unobservedSince, count: 3))

      // The first is as the batch left it, the second is another person's by now, of the third
      // nothing is said.
      let captured = scene.clock.now()
      try await scene.export(["\(people[0]),bad,", "\(people[1]),theirs,x@y.com"])
      let outcome = try await tools.rollBack(batch, assumes: false)
      #expect(outcome.error == nil)
      #expect(outcome.restored == 1)
      // That it is unchanged since the baseline is still assumed, and dated.
      let assumed = try #require(outcome.review.assumed.first)
      #expect(outcome.review.assumed.count == 1 && assumed.user == people[0])
      #expect(assumed.lastKnown == captured && !assumed.isAcknowledgedOnly)
      let left = Dictionary(
        outcome.review.leftAlone.map { ($0.user, $0) },
        uniquingKeysWith: { first, _ in first }
      )
      #expect(left[people[1]]?.reason == .changedSince)
      #expect(left[people[1]]?.by == .outside)
      #expect(left[people[1]]?.why.contains("theirs") == true)
      #expect(left[people[2]]?.reason == .unobservedSince)
      #expect(await reported(scene, people[0], "employeeNickName") == #""old""#)
      #expect(await reported(scene, people[1], "employeeNickName") == #""bad""#)
      try scene.checkBook()
    }
  }

  private func link(
    _ dingtalk: Verbatim,
    _ maycur: Verbatim,
    _ source: LinkSource,
    _ scene: PushScene
  ) async throws {
    let writer = try await scene.ledger.begin(
      OperationRequest(
        kind: .link,
        system: .dingtalk,
        actor: "hr@host",
        reason: "who is who",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: scene.clock
    )
    let pair = UserPair(dingtalk: dingtalk, maycur: maycur)
    _ = try writer.link([pair], source: source, now: scene.clock.now())
    try writer.close(.finished, now: scene.clock.now())
  }

  @Test func `a number that may be another person's by now is left alone until that is confirmed`()
    async throws
  {
    try await PushScene.playMaycur { scene, tools, employees in
      let user = employees[0]
      try await link("old", user, .jobNumber, scene)
      _ = try await push(roles(user, ["a"]), tools)
      scene.clock.advance(by: .seconds(600))
      let batch = try await push(roles(user, ["x"]), tools)
      try await link("new", user, .maycur, scene)
      let careful = try await tools.rollBack(batch, assumes: true)
      #expect(Set(careful.review.leftAlone.map(\.reason)) == [.linkChanged])
      #expect(await reported(scene, user, "roleNames") == #"["x"]"#)
      try await link("old", user, .administrator, scene)
      let sure = try await tools.rollBack(batch, assumes: true)
      #expect(sure.error == nil)
      #expect(await reported(scene, user, "roleNames") == #"["a"]"#)
    }
  }
}
