import Ledger
import RollbookTestSupport
import Roster
import Sandbox

/// Three months of a small company, with everything that reports show.
enum ReportMonths {
  /// Runs it; afterwards the clock is in the middle of March.
  static func present(_ scene: inout PushingStage) async throws {
    let (people, employees) = (scene.people, scene.employees)
    let clock = scene.stage.timekeeper
    _ = await scene.run("link --job-numbers")
    clock.advance(by: .seconds(20 * 86_400))
    try await scene.server.withCompany {
      try $0.edit(people[0], "sys04-bankAccountNo", value: "6222020200112230001")
      try $0.edit(people[1], "sys01-employeeStatus", value: "5")
      try $0.edit(people[3], "sys00-mobile", value: "+852-91234567")
      try $0.leave(people[2])
    }
    _ = await scene.run("fetch --reason 月度核对")
    clock.advance(by: .seconds(10 * 86_400))
    try scene.table(
      "export.csv",
      [
        "employeeId,phoneNo,gender", "\(employees[0]),13900000000,MAN",
        "\(employees[2]),13900000002,WOMAN",
      ]
    )
    _ = await scene.run("import export.csv --captured-at 2026-01-30")
    try scene.table(
      "bank.csv",
      [
        "userid,银行卡号,备注", "\(people[0]),6222020200119990009,<b>&=1+1",
        "\(people[4]),0012345678901234,",
      ]
    )
    _ = await scene.run(
      "push bank.csv --to dingtalk --reason 更正银行卡 --ticket HR-7 --yes --canary 1 --max-users 99"
    )
    clock.advance(by: .seconds(5 * 86_400))
    _ = await scene.run("rollback 5 --users \(people[4]) --reason 填错行 --yes")
    try await scene.server.withSimulation { $0.faults = try Faults("update.drop=1") }
    try scene.table("remark.csv", ["userid,备注", "\(people[1]),待确认"])
    _ = await scene.run("push remark.csv --to dingtalk --reason 备注 --yes")
    await scene.server.withSimulation { $0.faults = .none }
    try scene.table("nick.json", [#"[{"employeeId":"\#(employees[1])","employeeNickName":"小"}]"#])
    _ = await scene.run("push nick.json --to maycur --reason 花名 --yes")
    try look(scene)
    clock.advance(by: .seconds(40 * 86_400 - 14 * 3600))
  }

  /// The service shows people to an auditor by day, and to an analyst by night.
  private static func look(_ scene: PushingStage) throws {
    let clock = scene.stage.timekeeper
    let people = scene.people.map { UserKey(.dingtalk, $0) }
    let ledger = try Ledger.open(at: scene.stage.folder.path("rollbook.sqlite"))
    for hours: Int64 in [0, 14] {
      clock.advance(by: .seconds(hours * 3600))
      let readings: [(String, NewAccess.People)] = [
        ("readPerson", .person(people[0])), ("listPeople", .each(Set(people.prefix(4)))),
        ("reveal", .person(people[0])), ("listCells", .everybody), ("signIn", .each([])),
      ]
      let accesses = readings.map { what, shown in
        NewAccess(
          by: hours == 0 ? "王敏 (dingtalk 7)" : "token 9 (薪资)",
          role: hours == 0 ? "auditor" : "analyst",
          of: what,
          query: what == "reveal" ? "field=sys04-bankAccountNo" : nil,
          at: 5,
          people: shown,
          purpose: what == "reveal" ? "核对银行卡" : nil
        )
      }
      _ = try ledger.record(
        accesses,
        request: OperationRequest(
          kind: .access,
          system: .dingtalk,
          actor: "service@host",
          parameters: "{}",
          program: "test"
        ),
        now: clock.now()
      )
    }
  }
}
