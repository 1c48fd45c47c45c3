import ChangeFiles
import Roster
import Testing

/// The bodies of the two interfaces, beyond what their pages print.
@Suite struct BodyTests {
  private static func body(_ sections: String, group: String = "sys03") -> String {
    #"{"agentid":1,"param":{"userid":"user456","groups":[{"group_id":"\#(group)","#
      + #""sections":[\#(sections)]}]}}"#
  }

  @Test func `a section without an index is a new item of a detail group`() throws {
    let new = #"{"section":[{"field_code":"sys03-highestEdu","value":"8"}]}"#
    #expect(
      try Samples.meaning(Self.body("\(new),\(new)")) == [
        "user456: +sys03 sys03-highestEdu = 8", "user456: +sys03 sys03-highestEdu = 8",
      ]
    )
  }

  @Test func `a section without an index is the one section of another group`() throws {
    let new = #"{"section":[{"field_code":"备注","value":"好"}]}"#
    #expect(
      try Samples.meaning(Self.body(new, group: "sys00")) == [
        "user456: sys00-remark[0] = 好"
      ]
    )
  }

  @Test func `an empty text clears`() throws {
    let section = #"{"old_index":1,"section":[{"field_code":"sys03-major","value":""}]}"#
    #expect(try Samples.meaning(Self.body(section)) == ["user456: sys03-major[1] cleared"])
  }

  @Test func `a body is not checked for damage by spreadsheets`() throws {
    let section =
      #"{"old_index":0,"section":["#
      + #"{"field_code":"sys02-certNo","value":"330106199001010000"}]}"#
    #expect(
      try Samples.meaning(Self.body(section, group: "sys02")) == [
        "user456: sys02-certNo[0] = 330106199001010000"
      ]
    )
  }

  @Test(arguments: [
    (#""email":"a@b.cn""#, ["email[0] = a@b.cn"]),
    (#""email":"""#, ["email[0] cleared"]),
    (#""email":null"#, ["email[0] cleared"]),
    (#""phoneNo":null"#, ["phoneNo[0] cleared"]),
    (#""gender":"""#, ["gender[0] cleared"]),
    (#""hireDate":"""#, ["hireDate[0] cleared"]),
    (#""roleNames":[]"#, ["roleNames[0] cleared", "whole roleNames"]),
    (#""roleNames":["a","b"]"#, ["roleNames[0] = a", "roleNames[1] = b", "whole roleNames"]),
    (#""residences":[]"#, ["residences[0] cleared", "whole residences"]),
    (#""customObject":{}"#, ["customObject[0] cleared", "whole customObject"]),
    (
      #""customObject":{"a":"1.00","b":1.00,"c":[],"d":true,"e":""}"#,
      [
        "customObject.a[0] = 1.00", "customObject.b[0] = JSON 1.00", "customObject.c[0] = JSON []",
        "customObject.d[0] = JSON true", "customObject.e[0] = ", "whole customObject",
      ]
    ),
    (#""idInfo":[]"#, ["idInfo[0] cleared", "whole idInfo"]),
    (
      #""idInfo":[{"idType":"Protection","idNumber":"P1"},{"idType":"ID_CARD","idNumber":"2"}]"#,
      ["idInfo[Protection].idNumber[0] = P1", "idInfo[ID_CARD].idNumber[0] = 2", "whole idInfo"]
    ),
    (
      #""enName":{"firstName":"Lei","lastName":"Li"}"#,
      ["enName.firstName[0] = Lei", "enName.lastName[0] = Li", "whole enName"]
    ),
  ])
  func `an employee of Maycur keeps what is absent and clears what is empty`(
    members: String,
    meaning: [String]
  ) throws {
    let batch = #"[{"employeeId":"E1",\#(members)},{"employeeId":"E2"}]"#
    #expect(try Samples.meaning(batch, .maycur) == meaning.map { "E1: \($0)" })
  }

  @Test func `an employee a line is a file too`() throws {
    let lines =
      #"{"employeeId":"E1","gender":"MAN"}"# + "\n"
      + #"{"employeeId":"E2","gender":"WOMAN"}"#
    let file = try ChangeFile(reading: Array(lines.utf8), system: .maycur)
    #expect(file.form == .jsonLines)
    #expect(
      try Samples.meaning(lines, .maycur) == ["E1: gender[0] = MAN", "E2: gender[0] = WOMAN"]
    )
  }

  @Test func `a bad line leaves the others good`() throws {
    let good = Self.body(#"{"old_index":0,"section":[{"field_code":"sys03-major","value":"a"}]}"#)
    let file = try ChangeFile(reading: Array("\(good)\n{\"param\":\n".utf8), system: .dingtalk)
    let resolved = try Samples.resolver(.dingtalk).resolve(file)
    #expect(resolved.changes.map(\.user) == ["user456"])
    #expect(resolved.badRows == [2])
    #expect(resolved.problems.map(\.position.description) == ["line 2"])
  }
}
