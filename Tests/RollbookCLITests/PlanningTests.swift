import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// What `plan` shows, over real HTTP, and that it changes nothing.
@Suite struct PlanningTests {
  /// A file with a set, a clear, an unchanged cell and a new item, and the plan's person first.
  private func write(_ scene: PushingStage) async throws {
    let address = await scene.value(scene.people[1], "sys02-address") ?? ""
    try scene.table(
      "wanted.csv",
      [
        "userid,住址,备注,紧急联系人姓名[+],联系人关系[+]",
        "\(scene.people[0]),杭州市西湖区1号,#清空#,张三,父亲",
        "\(scene.people[1]),\(address),,,", "\(scene.people[2]),,新备注,,",
      ]
    )
  }

  @Test func `a plan is a table with names and labels, then what it comes to`() async throws {
    try await PushingStage.play { scene in
      try await write(scene)
      let run = await scene.run("plan wanted.csv --to dingtalk")
      #expect(run.status == .done)
      #expect(Golden.difference(scene.golden(run), "plan.txt") == nil)
    }
  }

  @Test func `a plan in JSON and in CSV says the same`() async throws {
    try await PushingStage.play { scene in
      try await write(scene)
      let run = await scene.run("plan wanted.csv --to dingtalk --format json")
      #expect(Golden.difference(run.transcript, "plan-json.txt") == nil)
      let plan = try JSON(parsing: Array(run.result.utf8))
      #expect(
        plan.keys == [
          "system", "users", "changes", "counts", "calls", "minutes", "refused", "cleaned",
          "digest",
        ]
      )
      let change = try #require(plan["changes"]?.elements?.first)
      #expect(
        change.keys.prefix(8) == [
          "user", "field", "item", "action", "from", "to", "reversibility", "reason",
        ]
      )
      #expect(plan["counts"]?.keys == ["set", "clear", "append", "unchanged"])
      let table = await scene.run("plan wanted.csv --to dingtalk --format csv")
      let lines = table.result.split(separator: "\r\n")
      #expect(lines.count == 1 + (plan["changes"]?.elements?.count ?? 0))
    }
  }

  @Test(arguments: ["dingtalk", "maycur"])
  func `reading never writes: neither to the system nor to the ledger`(system: String) async throws
  {
    try await PushingStage.play { scene in
      let people = system == "maycur" ? scene.employees : scene.people
      let field = system == "maycur" ? "employeeNickName" : "sys00-remark"
      try scene.table("wanted.csv", ["user,field,item,value", "\(people[0]),\(field),,x"])
      let path = scene.stage.folder.url.appendingPathComponent("rollbook.sqlite")
      let before = try Data(contentsOf: path)
      let lines = [
        "plan wanted.csv --to \(system) --out plan.json", "rebuild --check", "roster", "batches",
        "status", "history \(scene.people[0])", "doctor",
      ]
      for line in lines { #expect(await scene.run(line).status == .done, "\(line)") }
      #expect(scene.writes == 0)
      #expect(try Data(contentsOf: path) == before)
    }
  }

  @Test func `every bad row is named by line and column, and nothing is sent`() async throws {
    try await PushingStage.play { scene in
      try scene.table(
        "wanted.csv",
        [
          "userid,住址,入职时间,婚姻状况,电话", "\(scene.people[0]),a,2020/13/1,,",
          "\(scene.people[1]),b,,未知,", ",c,,,", "\(scene.people[2]),4.25E+14,,,",
          "\(scene.people[3]),gut,,,",
        ]
      )
      let plan = await scene.run("plan wanted.csv --to dingtalk")
      #expect(plan.status == .refused)
      for place in ["line 2, column 3 (C)", "line 3, column 4 (D)", "line 4", "line 5"] {
        #expect(plan.result.contains(place), "\(place) is not named")
      }
      let push = await scene.run("push wanted.csv --to dingtalk --reason x --yes")
      #expect(push.status == .refused && push.notes.contains("[changeFileBadRows]"))
      #expect(scene.writes == 0)
      let good = await scene.run("push wanted.csv --to dingtalk --reason x --yes --skip-bad")
      #expect(good.status == .attention, "\(good.notes)")
      #expect(await scene.value(scene.people[3], "sys02-address") == "gut")
      #expect(scene.writes == 1)
    }
  }

  @Test func `what the system or the limits refuse is reported before the sending`() async throws {
    try await PushingStage.play { scene in
      try scene.stage.write("limits: { maxUsers: 2 }\n", to: "rollbook.yaml")
      try scene.table(
        "wanted.csv",
        ["userid,备注"] + scene.people.prefix(3).map { "\($0),neu" }
      )
      let plan = try await scene.json("plan wanted.csv --to dingtalk")
      #expect(plan["refused"]?.elements?.count == 1)
      let push = await scene.run("push wanted.csv --to dingtalk --reason x --yes")
      #expect(push.status == .refused && push.notes.contains("[planRefused]"))
      #expect(scene.writes == 0)
      let more = await scene.run(
        "push wanted.csv --to dingtalk --reason x --yes --max-users 3"
      )
      #expect(more.status == .done && scene.writes == 3)
    }
  }

  @Test func `a saved plan is private, applied while it holds, and refused when it is stale`()
    async throws
  {
    try await PushingStage.play { scene in
      let user = scene.people[0]
      try scene.table("wanted.csv", ["userid,备注", "\(user),neu"])
      let saved = await scene.run("plan wanted.csv --to dingtalk --out plan.json")
      #expect(saved.status == .done)
      let facts = try FileManager.default.attributesOfItem(
        atPath: scene.stage.folder.path("plan.json")
      )
      #expect((facts[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      try await scene.server.withCompany { try $0.edit(user, "sys00-remark", value: "by hand") }
      let stale = await scene.run("push --plan plan.json --reason x --yes")
      #expect(stale.status == .refused && stale.notes.contains("[planStale]"))
      #expect(stale.notes.contains("sys00-remark"))
      #expect(scene.writes == 0)
      _ = await scene.run("plan wanted.csv --to dingtalk --out plan.json")
      #expect(await scene.run("push --plan plan.json --reason x --yes").status == .done)
      #expect(await scene.value(user, "sys00-remark") == "neu")
      let other = await scene.run("push --plan plan.json --to maycur --reason x --yes")
      #expect(other.status == .usage && other.notes.contains("[planOfOtherSystem]"))
      try scene.stage.write("{}", to: "none.json")
      let none = await scene.run("push --plan none.json --reason x --yes")
      #expect(none.status == .badData && none.notes.contains("[notAPlan]"))
    }
  }
}
