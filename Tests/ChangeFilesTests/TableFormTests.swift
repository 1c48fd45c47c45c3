import ChangeFiles
import Roster
import RollbookTestSupport
import Testing

/// The two forms of a table, case by case: what is written, and what it means.
@Suite struct TableFormTests {
  @Test(arguments: [
    ("the long form", "user,field,item,value\nuser456,sys03-major,0,数学", "sys03-major[0] = 数学"),
    (
      "its columns in any order", "value,item,field,user\n数学,0,sys03-major,user456",
      "sys03-major[0] = 数学"
    ),
    ("its headers in Chinese", "用户,字段,序号,值\nuser456,sys03-major,1,数学", "sys03-major[1] = 数学"),
    ("no column for the item", "user,field,value\nuser456,sys00-remark,好", "sys00-remark[0] = 好"),
    (
      "the item after the field", "user,field,value\nuser456,sys03-major[2],数学",
      "sys03-major[2] = 数学"
    ),
    ("a field's name", "user,field,value\nuser456,备注,好", "sys00-remark[0] = 好"),
    (
      "a group before the name", "user,field,item,value\nuser456,学历信息.所学专业,0,数学",
      "sys03-major[0] = 数学"
    ),
    (
      "a group's code before it", "user,field,item,value\nuser456,sys03.所学专业,0,数学",
      "sys03-major[0] = 数学"
    ),
    (
      "a name that two groups have", "user,field,item,value\nuser456,语言证书.证书编号,0,A",
      "custom2-a[0] = A"
    ),
    ("an option's label", "user,field,item,value\nuser456,最高学历,0,初中", "sys03-highestEdu[0] = 8"),
    ("an option's key", "user,field,item,value\nuser456,最高学历,0,8", "sys03-highestEdu[0] = 8"),
    ("the mark that clears", "user,field,value\nuser456,备注,#清空#", "sys00-remark[0] cleared"),
    ("the wide form", "userid,sys00-remark\nuser456,好", "sys00-remark[0] = 好"),
    ("an item in a header", "userid,最高学历[1]\nuser456,硕士", "sys03-highestEdu[1] = 1"),
    ("the item after the group", "userid,学历信息[1].最高学历\nuser456,硕士", "sys03-highestEdu[1] = 1"),
    ("a job number", "工号,备注\nE1001,好", "sys00-remark[0] = 好"),
    ("a name", "姓名,备注\n李雷,好", "sys00-remark[0] = 好"),
    ("anything unambiguous", "用户,备注\n李雷,好", "sys00-remark[0] = 好"),
    ("semicolons", "userid;备注\nuser456;a,b", "sys00-remark[0] = a,b"),
    ("tabs", "userid\t备注\nuser456\ta,b", "sys00-remark[0] = a,b"),
    ("Excel's line for the separator", "sep=;\nuserid;备注\nuser456;好", "sys00-remark[0] = 好"),
    ("a quoted separator", "userid,备注\nuser456,\"a,b\"", "sys00-remark[0] = a,b"),
    ("a quoted line break", "userid,备注\nuser456,\"a\r\nb\"", "sys00-remark[0] = a\r\nb"),
    ("doubled quotation marks", "userid,备注\nuser456,\"他说\"\"好\"\"\"", "sys00-remark[0] = 他说\"好\""),
    ("old line breaks", "userid,备注\ruser456,好\r", "sys00-remark[0] = 好"),
    ("spaces around names", " userid , 备注 \n user456 , 好 ", "sys00-remark[0] = 好"),
    ("a phone number", "userid,备注\nuser456,+86-13800138000", "sys00-remark[0] = +86-13800138000"),
    ("a negative key", "userid,备注\nuser456,-1", "sys00-remark[0] = -1"),
    (
      "a resident's number", "userid,证件号码\nuser456,330106199001011230",
      "sys02-certNo[0] = 330106199001011230"
    ),
    (
      "a card number in zero", "userid,银行卡号\nuser456,6222020200112230",
      "sys04-bankAccountNo[0] = 6222020200112230"
    ),
    ("a date", "userid,入职时间\nuser456,2020-02-29", "sys00-confirmJoinTime[0] = 2020-02-29"),
    ("a certificate without end", "userid,证件有效期\nuser456,长期", "sys02-certEndTime[0] = 长期"),
    ("a main department", "userid,sys00-mainDeptId\nuser456,42", "sys00-mainDeptId[0] = 42"),
  ])
  func `a cell means what is written in it`(what: String, table: String, meaning: String) throws {
    #expect(try Samples.meaning(table) == ["user456: \(meaning)"], "\(what)")
  }

  @Test func `an empty cell keeps what is there`() throws {
    #expect(
      try Samples.meaning("userid,备注,证件号码\nuser456,,\n,,\n\n0123,,X1\n") == [
        "0123: sys02-certNo[0] = X1"
      ]
    )
    #expect(try Samples.meaning("user,field,value\nuser456,备注,\n").isEmpty)
    let file = try ChangeFile(reading: Array("user,field,value\nu,f,\n".utf8), system: .dingtalk)
    #expect(file.rows.count == 1)
    #expect(file.problems.isEmpty)
  }

  @Test func `a new item is put together of its columns`() throws {
    let table = "姓名,最高学历[+],毕业院校[+],最高学历[+2],毕业院校[0]\n李雷,本科,清华大学,硕士,北京大学\n"
    #expect(
      try Samples.meaning(table) == [
        "user456: sys03-graduateSchool[0] = 北京大学",
        "user456: +sys03 sys03-highestEdu = 2, sys03-graduateSchool = 清华大学",
        "user456: +sys03 sys03-highestEdu = 1",
      ]
    )
  }

  @Test func `a new item of the long form is put together of its rows`() throws {
    let table = """
      user,field,item,value
      user456,最高学历,+,本科
      0123,最高学历,+,硕士
      user456,毕业院校,+,清华大学
      user456,最高学历,+2,硕士
      """
    #expect(
      try Samples.meaning(table) == [
        "user456: +sys03 sys03-highestEdu = 2, sys03-graduateSchool = 清华大学",
        "user456: +sys03 sys03-highestEdu = 1",
        "0123: +sys03 sys03-highestEdu = 1",
      ]
    )
  }

  @Test func `each wide row that adds an item adds one of its own`() throws {
    #expect(
      try Samples.meaning("userid,最高学历[+]\nuser456,本科\nuser456,本科\n") == [
        "user456: +sys03 sys03-highestEdu = 2", "user456: +sys03 sys03-highestEdu = 2",
      ]
    )
  }

  @Test func `a user's rows become one change, in the file's order`() throws {
    let table = "user,field,value\nuser456,备注,a\n0123,备注,b\nE1001,备注,c\n李雷,证件号码,d\n"
    let file = try ChangeFile(
      reading: Array(table.replacing("E1001", with: "E1003").utf8),
      system: .dingtalk
    )
    let resolved = try Samples.resolver(.dingtalk).resolve(file)
    #expect(resolved.changes.map(\.user) == ["user456", "0123", "E1001"])
    #expect(resolved.changes[0].positions.map(\.description) == ["line 2", "line 5"])
    #expect(resolved.rows == 4)
    #expect(resolved.badRows.isEmpty)
  }

  @Test func `values of 5,000 characters come through`() throws {
    let long = String(repeating: "字\n\",x", count: 1000)
    let cell = "\"" + long.replacing("\"", with: "\"\"") + "\""
    let meaning = try Samples.meaning("userid,备注\nuser456,\(cell)\n")
    #expect(meaning == ["user456: sys00-remark[0] = \(long)"])
  }

  @Test func `a list of Maycur in one cell is the whole list`() throws {
    let table = #"""
      工号,角色,常驻地,性别,入职日期,customObject.CF1,自定义字段.CF2,customObject.CF3
      E1,"[""出纳"",""会计""]",330101,男,2020-09-01,1,"""1""","{""amount"":""1.00""}"
      E2,出纳,#清空#,WOMAN,,文字,#清空#,
      """#
    #expect(
      try Samples.meaning(table, .maycur) == [
        "E1: roleNames[0] = 出纳", "E1: roleNames[1] = 会计", "E1: residences.placeCode[0] = 330101",
        "E1: gender[0] = MAN", "E1: hireDate[0] = 2020-09-01", "E1: customObject.CF1[0] = JSON 1",
        "E1: customObject.CF2[0] = 1", #"E1: customObject.CF3[0] = JSON {"amount":"1.00"}"#,
        "E1: whole residences, roleNames", "E2: roleNames[0] = 出纳", "E2: residences[0] cleared",
        "E2: gender[0] = WOMAN", "E2: customObject.CF1[0] = 文字", "E2: customObject.CF2[0] cleared",
        "E2: whole residences, roleNames",
      ]
    )
  }

  @Test func `an item of a list of Maycur leaves the others alone`() throws {
    let table =
      "employeeId,roleNames[1],residences[0].placeCode,身份证,enName.lastName\n"
      + "E1,会计,330101,11010519491231002X,Li\n"
    #expect(
      try Samples.meaning(table, .maycur) == [
        "E1: roleNames[1] = 会计", "E1: residences.placeCode[0] = 330101",
        "E1: idInfo[ID_CARD].idNumber[0] = 11010519491231002X", "E1: enName.lastName[0] = Li",
      ]
    )
  }

  @Test func `Maycur's users are found by name where the ledger knows it`() throws {
    #expect(
      try Samples.meaning("姓名,花名\n李雷,小雷\n", .maycur) == [
        "E1001: employeeNickName[0] = 小雷"
      ]
    )
  }
}
