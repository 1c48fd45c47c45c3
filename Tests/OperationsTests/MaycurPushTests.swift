import LedgerHistory
import Ledger
import Maycur
@testable import Operations
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// Pushes to Maycur over real HTTP: what is accepted is acknowledged, and nothing is read back.
@Suite struct MaycurPushTests {
  private func push(
    _ changes: [UserChange],
    _ tools: PushTools,
    confirm: @Sendable (Plan) async -> Bool = { _ in true }
  ) async throws -> PushOutcome {
    let request = PushRequest(
      changes: changes,
      rules: PushScene.generous,
      author: PushScene.author
    )
    return try await runPush(request, tools: tools, confirm: confirm)
  }

  private func changes(_ employees: [Verbatim]) -> [UserChange] {
    employees.enumerated().map { number, employee in
      wants(employee, [("phoneNo", "1390000\(1000 + number)"), ("employeeNickName", "小\(number)")])
    }
  }

  private func nickname(_ scene: PushScene, _ employee: Verbatim) async -> String? {
    await scene.server.withSimulation { $0.maycur[employee]?["employeeNickName"]?.text }
  }

  @Test func `two hundred rows go in a call, and are acknowledged, not verified`() async throws {
    try await PushScene.playMaycur(people: 250) { scene, tools, employees in
      let outcome = try await push(changes(employees), tools)
      #expect(outcome.error == nil)
      #expect(outcome.result.counts.accepted == employees.count)
      #expect(outcome.result.counts.verified == 0)
      #expect(scene.server.journal(.maycurBatch).count == 2)
      #expect(await nickname(scene, employees[210]) == "小210")
      try scene.checkBook()
      let again = try await push(changes(employees), tools)
      #expect(again.result.counts.rows == 0)
    }
  }

  @Test func `an uncertain call is only sent again when that is asked for, and after a while`()
    async throws
  {
    try await PushScene.playMaycur(people: 250) { scene, tools, employees in
      await scene.server.withSimulation {
        $0.faults.fail(.maycurBatch, call: 1, with: .dropAfter)
      }
      let outcome = try await push(changes(employees), tools)
      #expect(outcome.result.counts.uncertain == 200 || outcome.result.counts.uncertain == 50)
      let batch = outcome.result.operation
      let calls = scene.server.journal(.maycurBatch).count
      var request = SettleRequest(batch: batch, author: PushScene.author)
      let looked = try await runSettle(request, tools: tools)
      #expect(looked.undecidable == outcome.result.counts.uncertain)
      request.resends = true
      let early = try await runSettle(request, tools: tools)
      #expect(early.undecidable == outcome.result.counts.uncertain)
      #expect(scene.server.journal(.maycurBatch).count == calls)

      let uncertain = try scene.lines(batch).values.first { $0.status == .uncertain }
      let touched = try #require(uncertain).user
      _ = try await push([wants(touched, [("employeeNickName", "später")])], tools)
      scene.clock.advance(by: .seconds(301))
      let late = try await runSettle(request, tools: tools)
      #expect(late.error == nil)
      #expect(late.applied == outcome.result.counts.uncertain - 1)
      #expect(late.rows.filter { $0.verdict == .undecidable }.map(\.user) == [touched])
      #expect(await nickname(scene, touched) == "später")
      let lines = try scene.lines(batch)
      #expect(lines.values.count { $0.attempts == 2 } == late.applied)
      try scene.checkBook()
    }
  }

  @Test func `refused rows are retried, the others are not`() async throws {
    try await PushScene.playMaycur(people: 20) { scene, tools, employees in
      var wanted = changes(employees)
      wanted[3] = wants(employees[3], [("phoneNo", "13900001003"), ("gender", "ALIEN")])
      let refused = try await push(wanted, tools)
      #expect((refused.error as? PushError)?.name == "planRefused")
      #expect(scene.server.journal(.maycurBatch).isEmpty)

      wanted[3] = wants(employees[3], [("phoneNo", "13900001003"), ("hireDate", "2020-09-01")])
      await scene.server.withSimulation { $0.faults.failUsers[employees[3]] = 1 }
      let outcome = try await push(wanted, tools)
      #expect(outcome.result.counts.rejected == 1)
      #expect(outcome.result.counts.accepted == employees.count - 1)
      await scene.server.withSimulation { $0.faults = .none }
      let again = try await runRetry(
        RetryRequest(
          batch: outcome.result.operation,
          rules: PushScene.generous,
          author: PushScene.author
        ),
        tools: tools
      ) { _ in true }
      #expect(again.result.counts.rows == 1)
      #expect(again.result.counts.accepted == 1)
    }
  }

  @Test func `a list is retried as a whole`() async throws {
    try await PushScene.playMaycur(people: 5) { scene, tools, employees in
      let employee = employees[0]
      func roles(_ names: [String]) -> UserChange {
        UserChange(
          user: employee,
          edits: [CellEdit(CellAddress("phoneNo"), .set(.text("13900001000")))]
            + names.enumerated().map {
              CellEdit(CellAddress("roleNames", $0), .set(.text(Verbatim($1))))
            },
          wholes: ["roleNames"]
        )
      }
      _ = try await push([roles(["员工", "经理", "总监"])], tools)
      await scene.server.withSimulation { $0.faults.failUsers[employee] = 1 }
      let outcome = try await push([roles(["员工", "副总"])], tools)
      #expect(outcome.result.counts.rejected == 1)
      await scene.server.withSimulation { $0.faults = .none }
      _ = try await runRetry(
        RetryRequest(
          batch: outcome.result.operation,
          rules: PushScene.generous,
          author: PushScene.author
        ),
        tools: tools
      ) { _ in true }
      let held = await scene.server.withSimulation { $0.maycur[employee]?["roleNames"] }
      #expect(held == ["员工", "副总"])
    }
  }

  @Test(arguments: [["a", "b", "d"], ["d", "b", "c"]], ["first", "last"])
  func `a refused row does not make a list forget what was accepted before it`(
    second: [String],
    hidden: String
  ) async throws {
    try await PushScene.playMaycur(people: 3) { scene, tools, employees in
      let employee = employees[0]
      func roles(_ names: [String]) -> UserChange {
        UserChange(
          user: employee,
          edits: names.enumerated().map {
            CellEdit(CellAddress("roleNames", $0), .set(.text(Verbatim($1))))
          },
          wholes: ["roleNames"]
        )
      }
      func held() async -> JSON? {
        await scene.server.withSimulation { $0.maycur[employee]?["roleNames"] }
      }
      _ = try await push([roles(["a", "b", "c"])], tools)
      let batch = try await push([roles(second)], tools).result.operation
      var third = second
      third[hidden == "first" ? 0 : 2] = "x"
      await scene.server.withSimulation { $0.faults.failUsers[employee] = 1 }
      let refused = try await push([roles(third)], tools)
      #expect(refused.result.counts.rejected == 1)
      await scene.server.withSimulation { $0.faults = .none }
      let outcome = try await tools.rollBack(batch, assumes: true)
      #expect(outcome.error == nil)
      #expect(await held() == ["a", "b", "c"])
      try scene.checkBook()
    }
  }

  @Test func `an undo touches no list with a later uncertain write`() async throws {
    try await PushScene.playMaycur(people: 3) { scene, tools, employees in
      let employee = employees[0]
      func roles(_ names: [String]) -> UserChange {
        UserChange(
          user: employee,
          edits: names.enumerated().map {
            CellEdit(CellAddress("roleNames", $0), .set(.text(Verbatim($1))))
          },
          wholes: ["roleNames"]
        )
      }
      _ = try await push([roles(["a", "b", "c"])], tools)
      let batch = try await push([roles(["z", "b", "c"])], tools).result.operation
      let calls = scene.server.journal(.maycurBatch).count
      await scene.server.withSimulation {
        $0.faults.fail(.maycurBatch, call: calls + 1, with: .dropBefore)
      }
      let lost = try await push([roles(["z", "b", "x"])], tools)
      #expect(lost.result.counts.uncertain == 1)
      await scene.server.withSimulation { $0.faults = .none }
      let outcome = try await tools.rollBack(batch, assumes: true)
      #expect(outcome.review.changes.isEmpty)
      #expect(!outcome.review.impossible.isEmpty)
      let held = await scene.server.withSimulation { $0.maycur[employee]?["roleNames"] }
      #expect(held == ["z", "b", "c"])
      try scene.checkBook()
    }
  }
}
