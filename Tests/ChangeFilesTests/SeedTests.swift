import ChangeFiles
import Roster
import Testing

/// The example bodies of the two interfaces, as their own pages print them.
@Suite struct SeedTests {
  @Test func `DingTalk's example is read as it is printed`() throws {
    let bytes = try Samples.seed("dingtalk-update.json")
    let file = try ChangeFile(reading: bytes, system: .dingtalk)
    #expect(file.form == .dingtalkBody)
    #expect(file.encoding == .utf8)
    #expect(file.agentIDs == ["23470561"])
    #expect(
      try Samples.meaning(bytes) == [
        "user456: sys03-highestEdu[0] = 1",
        "user456: sys03-graduateSchool[0] = 清华大学",
        "user456: sys03-graduationTime[0] = 2020-09-01",
        "user456: sys03-highestEdu[1] = 2",
        "user456: sys03-graduateSchool[1] = 清华附中",
        "user456: sys03-graduationTime[1] = 2016-09-01",
        "user456: sys03-highestEdu[2] = 3",
        "user456: sys03-graduateSchool[2] = 清华附小",
        "user456: sys03-graduationTime[2] = 2010-09-01",
      ]
    )
  }

  @Test func `an array of bodies and a body a line mean the same as one body`() throws {
    let bytes = try Samples.seed("dingtalk-update.json")
    let one = String(decoding: bytes, as: UTF8.self)
    let line = String(one.filter { !$0.isNewline })
    let alone = try Samples.meaning(bytes)
    #expect(try Samples.meaning("[\(one)]") == alone)
    #expect(try Samples.meaning("\(line)\r\n\n") == alone)
    let other = line.replacing("user456", with: "0123").replacing("\"23470561\"", with: "23470561")
    let both = "\(line)\n\(other)\n"
    let file = try ChangeFile(reading: Array(both.utf8), system: .dingtalk)
    #expect(file.form == .jsonLines)
    #expect(file.agentIDs == ["23470561"])
    #expect(
      try Samples.meaning(both) == alone + alone.map { $0.replacing("user456", with: "0123") }
    )
  }

  @Test func `Maycur's example is read as it is printed`() throws {
    let bytes = try Samples.seed("maycur-batch.json")
    let file = try ChangeFile(reading: bytes, system: .maycur)
    #expect(file.form == .maycurBatch)
    #expect(
      try Samples.meaning(bytes, .maycur) == [
        "E10001: email[0] = luo1@maycur.com",
        "E10001: phoneNo[0] = 12345678901",
        "E10001: employeeNickName[0] = 花名",
        "E10001: roleNames[0] = luo@maycur.com",
        "E10001: residences.placeCode[0] = 330101",
        "E10001: customObject.CF1395[0] = JSON 1",
        #"E10001: customObject.CF1396[0] = JSON {"currencyCode":"CNY","amount":"1.00"}"#,
        #"E10001: customObject.CF1397[0] = JSON {"currentTime":1566204741186}"#,
        "E10001: whole customObject, residences, roleNames",
      ]
    )
  }

  @Test func `a file for the one system is refused for the other`() throws {
    #expect(throws: ChangeFileError.otherSystem(.dingtalk)) {
      try ChangeFile(reading: Samples.seed("dingtalk-update.json"), system: .maycur)
    }
    #expect(throws: ChangeFileError.otherSystem(.maycur)) {
      try ChangeFile(reading: Samples.seed("maycur-batch.json"), system: .dingtalk)
    }
  }
}
