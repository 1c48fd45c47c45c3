import ChangeFiles
@testable import Operations
import RollbookTestSupport
import Roster
import Testing

/// What an export says, as a table a person can check: cell by cell, and the fields it knows of.
@Suite struct ImportReadingTests {
  private func reported(_ text: String, names: ImportTable = .standard) throws -> [String] {
    try ImportReading(Array(text.utf8), names: names).users.map { user in
      let cells = user.cells.map { cell in
        let value = cell.content.value.map { "'\($0)'" } ?? cell.content.presence.rawValue
        return "\(cell.address.field)[\(cell.address.item)]=\(value)"
      }
      let scope = user.scope.sorted().map(\.text).joined(separator: ",")
      return "\(user.user): \(cells.joined(separator: " ")) of \(scope)"
    }
  }

  private func refusal(_ text: String, names: ImportTable = .standard) -> String {
    do {
      return "none: \(try reported(text, names: names))"
    } catch {
      return "\((error as? any UserFacingError)?.message ?? "\(error)")"
    }
  }

  @Test(arguments: [
    (
      "employeeId,email\nM1,a@x\nM2,\n",
      ["M1: email[0]='a@x' of email", "M2: email[0]='' of email"]
    ),
    ("姓名,工号,性别\n张三,M1,男\n", ["M1: gender[0]='MAN' of gender"]),
    (
      "工号,工作邮箱,入职日期\n007,,2020-09-01\n",
      ["007: email[0]='' hireDate[0]='2020-09-01' of email,hireDate"]
    ),
    (
      "工号,roleNames[0],roleNames[1]\nM1,员工,主管\nM2,,主管\nM3,,\n",
      [
        "M1: roleNames[0]='员工' roleNames[1]='主管' of roleNames",
        "M2: roleNames[0]='主管' of roleNames", "M3: roleNames[0]=emptyList of roleNames",
      ]
    ),
    (
      "工号,customObject.CF1\nM1,1.00\n",
      ["M1: customObject.CF1[0]='1.00' of customObject.CF1"]
    ),
    (
      #"[{"employeeId":"M1","email":"","roleNames":["a"]},{"employeeId":"M2","residences":[]}]"#,
      [
        "M1: email[0]='' roleNames[0]='a' of email,roleNames",
        "M2: residences[0]=emptyList of residences,residences.placeCode",
      ]
    ),
  ])
  func `an empty cell is empty, and a missing column is not known`(
    file: String,
    expected: [String]
  ) throws {
    #expect(try reported(file) == expected)
  }

  @Test func `a table in place of the program's gives headers and labels their meaning`() throws {
    let names = ImportTable.standard.overridden(
      by: ImportTable(
        userHeaders: ["Staff No"],
        headers: ["Mail": "email", "Sex": "gender"],
        labels: ["gender": ["F": "WOMAN"]]
      )
    )
    #expect(
      try reported("Staff No,Mail,Sex\nM1,a@x,F\n", names: names)
        == ["M1: email[0]='a@x' gender[0]='WOMAN' of email,gender"]
    )
  }

  @Test func `columns that are no field are passed over, and named`() throws {
    let reading = try ImportReading(Array("工号,部门,email\nM1,财务,a@x\n".utf8))
    #expect(reading.ignored == ["部门"])
    #expect(reading.fields == ["email"])
  }

  @Test(arguments: [
    ("工号,gender\nM1,未知\n", "is no label of gender"),
    ("工号,hireDate\nM1,2020/9/1\n", "is no day in the form yyyy-MM-dd"),
    ("工号,phoneNo\nM1,1.38E+10\n", "scientific"),
    ("工号,email\nM1,a@x\nM1,b@x\n", "was there before"),
    ("工号,email\n,a@x\n", "names no user"),
    ("工号,email\nM1,a@x,more\n", "The row has 3 cells"),
    ("姓名,email\n张三,a@x\n", "No column says whose row it is"),
    ("工号,部门\nM1,财务\n", "No column is a field"),
    ("工号,email,工作邮箱\nM1,a@x,b@x\n", "are for the same cell"),
    ("", "The file is empty"),
    (#"[{"employeeId":"M1","gender":null}]"#, "null"),
  ])
  func `what cannot be understood is refused, with its position`(file: String, part: String) {
    let message = refusal(file)
    let isTold = message.contains(part) || (part == "scientific" && message.contains("shorten"))
    #expect(isTold, "\(message)")
  }

  @Test func `a workbook that cannot be read is refused with the way out`() {
    do {
      _ = try ImportReading([0x50, 0x4B, 0x03, 0x04, 0, 0])
      Issue.record("a workbook was read")
    } catch {
      #expect((error as? ChangeFileError)?.name == "changeFileWorkbookBroken")
    }
  }

  @Test(arguments: TableForm.allCases)
  func `each spoiled cell of an export is cleaned, or refused with its place`(
    form: TableForm
  ) throws {
    for spoiled in SpoiledCells.all {
      let columns = [("phoneNo", spoiled.asCode), ("花名", spoiled.asWords)]
      for (field, expected) in columns {
        let bytes = try form.file([
          ["员工工号", "角色", field], ["E1", "出纳", spoiled.written],
        ])
        let what: Comment = "\(form) \(field), \(spoiled.what)"
        switch expected {
        case .value(let value):
          let reading = try ImportReading(bytes)
          let cell = reading.users[0].cells.first { $0.address.field != "roleNames" }
          #expect(cell?.content.value == Verbatim(value), what)
          let isClean = Verbatim(value) == Verbatim(spoiled.written)
          #expect(reading.cleaned.isEmpty == isClean, what)
        case .refused:
          let error = #expect(throws: ImportError.self, what) { try ImportReading(bytes) }
          #expect(error?.message.contains("At line 2, column 3 (C)") == true, what)
        }
      }
    }
  }

  @Test(arguments: TableForm.allCases)
  func `an employee is one, however their number was spoiled or spelled`(form: TableForm) throws {
    for written in ["E10001\t", " E10001 ", "\u{FEFF}E10001", "Ｅ１０００１", "E10\u{200B}001"] {
      let reading = try ImportReading(form.file([["员工工号", "email"], [written, "a@x"]]))
      #expect(reading.users.map(\.user) == ["E10001"], "\(form)")
      #expect(reading.cleaned.map(\.text) == ["E10001"])
      let twice = [["员工工号", "email"], ["e10001", "a@x"], [written, "b@x"]]
      let error = #expect(throws: ImportError.self) { try ImportReading(form.file(twice)) }
      #expect(error?.message.contains("was there before") == true)
    }
  }

  @Test(arguments: [
    "员工工号,花名,email\nE1,小雷,a@x\n合计,,1\n", "员工工号,花名,email\nE1,小雷,a@x\n合计：1 人\n",
    "花名,员工工号,email\n小雷,E1,a@x\n总计,,\n", "员工工号,花名,email\nE1,小雷,a@x\n,,\n制表人：张三,,\n",
  ])
  func `a row of totals is no employee: it is left out, and reported`(file: String) throws {
    let reading = try ImportReading(Array(file.utf8))
    #expect(reading.users.map(\.user) == ["E1"])
    #expect(reading.leftOut.count == 1)
  }
}
