import ChangeFiles
import Roster
import RollbookTestSupport
import Testing

/// The corpus of spoiled cells, in every form in which people save a table.
@Suite struct SpoiledCellTests {
  @Test(arguments: TableForm.allCases)
  func `each spoiled cell of a change file is cleaned, or refused with its place`(
    form: TableForm
  ) throws {
    for spoiled in SpoiledCells.all {
      let columns = [("证件号码", spoiled.asCode), ("备注", spoiled.asWords)]
      for (field, expected) in columns {
        let bytes = try form.file([["工号", "毕业院校[0]", field], ["E1001", "清华大学", spoiled.written]])
        let resolved = try Samples.resolver(.dingtalk).resolve(
          ChangeFile(reading: bytes, system: .dingtalk)
        )
        let edit = resolved.changes.first?.edits.last?.edit
        switch expected {
        case .value(let value):
          let sentence: Comment = "\(form) \(field), \(spoiled.what): \(resolved.problems)"
          #expect(edit == .set(.text(Verbatim(value))), sentence)
          let isClean = Verbatim(value) == Verbatim(spoiled.written)
          #expect(resolved.cleaned.isEmpty == isClean, sentence)
          for cell in resolved.cleaned {
            #expect(cell.user == "user456", sentence)
            #expect(cell.cleaning.was == Verbatim(spoiled.written), sentence)
            #expect(cell.cleaning.text == Verbatim(value), sentence)
            #expect(!cell.cleaning.steps.isEmpty, sentence)
            #expect("\(cell.cleaning.position)".contains("column 3"), sentence)
          }
        case .refused(let name):
          #expect(resolved.problems.map(\.name) == [name], "\(form) \(field), \(spoiled.what)")
          let message = resolved.problems.first?.message ?? ""
          #expect(message.contains("At line 2, column 3"))
          #expect(resolved.changes.isEmpty)
        }
      }
    }
  }

  @Test(arguments: TableForm.allCases)
  func `a job number is found however its cell was spoiled`(form: TableForm) throws {
    for written in ["E1001\t", " E1001 ", "\u{FEFF}E1001", "Ｅ１００１", "E10\u{200B}01", "E1001\u{A0}"]
    {
      let bytes = try form.file([["工号", "毕业院校[0]"], [written, "清华大学"]])
      let resolved = try Samples.resolver(.dingtalk).resolve(
        ChangeFile(reading: bytes, system: .dingtalk)
      )
      #expect(resolved.changes.map(\.user) == ["user456"], "\(form) \(resolved.problems)")
      #expect(resolved.cleaned.map(\.address) == [nil])
      #expect(resolved.cleaned.map(\.cleaning.text) == ["E1001"])
    }
  }

  @Test(arguments: TableForm.allCases)
  func `each spoiled userid of a list is cleaned, or refused with its place`(
    form: TableForm
  ) throws {
    for spoiled in SpoiledCells.all {
      let bytes = try form.file([["用户ID"], ["sound1"], [spoiled.written]])
      switch spoiled.asCode {
      case .value(let value):
        let list = try UserListFile(reading: bytes)
        #expect(list.users == ["sound1", Verbatim(value)], "\(form) \(spoiled.what)")
        #expect(list.cleaned.isEmpty == (Verbatim(value) == Verbatim(spoiled.written)))
        #expect(list.passedOver.count == 1)
      case .refused:
        // A blank line is no user, and no mistake.
        if spoiled.written.unicodeScalars.allSatisfy(\.properties.isWhitespace) { continue }
        #expect(throws: UserListError.self, "\(form) \(spoiled.what)") {
          try UserListFile(reading: bytes)
        }
      }
    }
  }

  @Test(arguments: [
    ("合计", true), ("总计：12", true), ("Total", true), ("TOTAL (3)", true), ("小 计", false),
    ("制表人：张三", true), ("注：以上", true), ("合计算", false), ("注册", false), ("totally", false),
  ])
  func `a row of totals is no user`(text: String, isTotal: Bool) throws {
    let table = "用户,备注\n\(text),好\n"
    let file = try ChangeFile(reading: Array(table.utf8), system: .dingtalk)
    #expect((file.problems.map(\.name) == ["rowOfTotals"]) == isTotal, "\(file.problems)")
    let list = Array("sound1\n\(text)\n".utf8)
    #expect((try? UserListFile(reading: list)) == nil || !isTotal)
  }

  @Test func `a list of userids is one column, each once, and reports what it ignored`() throws {
    let list = try UserListFile(reading: Array("userid\r\n u1\t\r\n\r\nu2\nu1\n".utf8))
    #expect(list.users == ["u1", "u2"])
    #expect(list.cleaned.map(\.message).count == 1)
    #expect(list.passedOver.count == 2)
    let table = try UserListFile(reading: Array("姓名,userid\n张三,u1\n李四,u2\n".utf8))
    #expect(table.users == ["u1", "u2"])
    #expect(throws: UserListError.noColumn(["姓名", "工号"])) {
      try UserListFile(reading: Array("姓名,工号\n张三,u1\n".utf8))
    }
    #expect(try UserListFile(commaSeparated: " u1,u2\u{FEFF}, ,u3").users == ["u1", "u2", "u3"])
    #expect(throws: UserListError.self) { try UserListFile(commaSeparated: "u1,1.3E+10") }
    #expect(try UserListFile(commaSeparated: " , ").users.isEmpty)
  }

  @Test func `what was cleaned is reported with every mark by its name`() throws {
    let table = "工号,证件号码\nE1001,\u{202D}１３800.0\u{202C}\t\n"
    let resolved = try Samples.resolver(.dingtalk).resolve(
      ChangeFile(reading: Array(table.utf8), system: .dingtalk)
    )
    #expect(
      resolved.cleaned.map(\.cleaning.message) == [
        "At line 2, column 2 (B): \"<U+202D>１３800.0<U+202C><U+0009>\" is read as \"13800\": a "
          + "direction mark (U+202D), a direction mark (U+202C), a tab were removed, and wide "
          + "characters became narrow ones, and the zeros after its point were removed."
      ]
    )
    #expect(
      resolved.cleaned[0].cleaning.steps == [
        .marksRemoved, .blanksRemoved, .widthNarrowed, .fractionRemoved,
      ]
    )
  }

  @Test func `a body's key with a mark in it is refused, for a program wrote it`() throws {
    let body = #"[{"employeeId":"E10001\t","email":"a@x"}]"#
    let file = try ChangeFile(reading: Array(body.utf8), system: .maycur)
    #expect(file.problems.map(\.name) == ["keyUnclean"])
  }
}
