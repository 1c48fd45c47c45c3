import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// Files as people have them are read as intended, and the cleaning is reported.
@Suite struct CleaningTests {
  private static func write(
    _ rows: [[String]],
    _ form: TableForm,
    to name: String,
    _ stage: Stage
  ) throws {
    try Data(form.file(rows)).write(to: stage.folder.url.appendingPathComponent(name))
  }

  @Test(arguments: [TableForm.workbook, .gb18030])
  func `what was cleaned is in the plan, in the saved one too, and only that is written`(
    form: TableForm
  ) async throws {
    try await PushingStage.play { scene in
      let number = await scene.value(scene.people[0], "sys00-jobNumber") ?? ""
      let rows = [["工号", "备注", "住址"], ["\(number)\t", "\u{FEFF}新备注\u{A0}", "北京市"]]
      try Self.write(rows, form, to: "wanted", scene.stage)
      let plan = await scene.run("plan wanted --to dingtalk --out plan.json")
      #expect(plan.status == .done, "\(plan.notes)")
      let first = "- At line 2, column 1 (A): \"\(number)<U+0009>\""
      #expect(plan.result.contains("Cleaned (2):\n\(first)"))
      #expect(plan.result.contains("sheet Sheet1 of a workbook") == (form == .workbook))
      let reported = try await scene.json("plan wanted --to dingtalk")
      let cleaned = reported["cleaned"]?.elements ?? []
      #expect(
        cleaned.map { $0["what"] } == [["blanksRemoved"], ["marksRemoved", "blanksRemoved"]]
      )
      #expect(cleaned.map { $0["field"] } == [.null, "sys00-remark"])
      #expect(cleaned.map { $0["text"]?.text } == [number, "新备注"])
      let lines = await scene.run("plan wanted --to dingtalk --format csv").result
        .split(separator: "\r\n")
      #expect(lines.first?.hasSuffix(",reason,cleaned") == true)
      #expect(lines.dropFirst().allSatisfy { $0.contains("At line 2, column 1 (A)") })
      #expect(lines.dropFirst().count { $0.contains("At line 2, column 2 (B)") } == 1)
      let pushed = await scene.run("push --plan plan.json --reason test --yes")
      #expect(pushed.status == .done, "\(pushed.notes)")
      #expect(pushed.notes.contains("Cleaned (2):"))
      #expect(await scene.value(scene.people[0], "sys00-remark") == "新备注")
    }
  }

  @Test func `a sheet is chosen by its name, and a workbook of the old form is refused`()
    async throws
  {
    try await PushingStage.play { scene in
      func rows(_ remark: String) -> [[TinyWorkbook.Cell]] {
        [[.text("userid"), .text("备注")], [.text(scene.people[0].text), .text(remark)]]
      }
      let workbook = TinyWorkbook([
        TinyWorkbook.Sheet("一月", rows: rows("一"), hiddenRows: [2]),
        TinyWorkbook.Sheet("二月", rows: rows("二")),
      ])
      let path = scene.stage.folder.url.appendingPathComponent("book.xlsx")
      try Data(workbook.bytes).write(to: path)
      let first = await scene.run("plan book.xlsx --to dingtalk --format csv")
      #expect(first.result.contains("一") && first.notes.contains("A row is hidden"))
      let second = await scene.run("plan book.xlsx --to dingtalk --sheet 二月 --format csv")
      #expect(second.result.contains("二"))
      let third = await scene.run("plan book.xlsx --to dingtalk --sheet 三月")
      #expect(third.status == .badData && third.notes.contains("Its sheets are \"一月\"; \"二月\""))
      try scene.table("plain.csv", ["userid,备注", "\(scene.people[0]),x"])
      let plain = await scene.run("plan plain.csv --to dingtalk --sheet x")
      #expect(plain.notes.contains("[changeFileHasNoSheets]"))
      let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
      try Data(old + [UInt8](repeating: 0, count: 512)).write(to: path)
      let refused = await scene.run("plan book.xlsx --to dingtalk")
      #expect(refused.status == .badData && refused.notes.contains("[changeFileIsWorkbook]"))
    }
  }

  @Test(arguments: TableForm.allCases)
  func `a list of userids adds no one to the ledger who is no user`(form: TableForm) async throws {
    try await PushingStage.play(isFetched: false) { scene in
      let (one, other) = (scene.people[0].text, scene.people[1].text)
      let rows = [["用户ID"], ["\u{FEFF}\(one)\t"], ["\(other)\u{3000}"], [one]]
      try Self.write(rows, form, to: "users", scene.stage)
      let run = await scene.run("fetch --users-file users --format json")
      #expect(run.status == .done, "\(run.notes)")
      #expect(try JSON(parsing: Array(run.result.utf8))["users"] == 2)
      #expect(run.notes.contains("<U+FEFF>\(one)<U+0009>\" is read as \"\(one)\""))
      #expect(run.notes.contains("is in the list already"))
      try Self.write([["用户ID"], [one], ["合计"]], form, to: "users", scene.stage)
      let total = await scene.run("fetch --users-file users")
      #expect(total.status == .badData && total.notes.contains("[userListBadRows]"))
    }
  }

  @Test func `an employee of Maycur is one in every spelling, and keeps the first`() async throws {
    try await PushingStage.play { scene in
      let key = scene.employees[0].text
      #expect(key.lowercased() != key)
      try scene.table("first.csv", ["工号,花名", "\(key),甲", "合计,"])
      let first = try await scene.json("import first.csv --captured-at 2020-01-01")
      #expect(first["users"] == 1 && first["rowsLeftOut"]?.elements?.count == 1)
      try scene.table("second.csv", ["工号,花名", "\(key.lowercased())\t,乙"])
      let second = try await scene.json("import second.csv --captured-at 2020-01-02")
      #expect(second["users"] == 1 && second["cleaned"]?.elements?.count == 1)
      try scene.table("push.csv", ["工号,花名", "\(key.lowercased()),丙"])
      let plan = try await scene.json("plan push.csv --to maycur")
      #expect(plan["changes"]?.elements?.first?["user"]?.text == key)
      #expect(plan["changes"]?.elements?.first?["from"] == "乙")
      #expect(await scene.run("push push.csv --to maycur --reason x --yes").status == .done)
      let roster = try await scene.json("roster --system maycur --user \(key.lowercased())")
      #expect(Set((roster.elements ?? []).compactMap { $0["user"]?.text }) == [key])
    }
  }
}
