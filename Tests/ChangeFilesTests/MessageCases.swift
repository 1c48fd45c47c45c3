/// Files with something wrong in them.
enum MessageCases {
  static let tables: [MessageTests.Case] = [
    ("a header of unknown columns", "foo,bar\na,b"),
    ("a single column", "userid，备注\nuser456，好"),
    ("no row below the header", "userid,备注\n"),
    ("a user column and no field", "userid,\nuser456,x"),
    ("a header twice", "userid,备注,证件号码,备注\nuser456,a,b,c"),
    ("the same item twice in the header", "userid,最高学历[0],最高学历[0]\nuser456,1,2"),
    ("two columns for the user", "user,姓名,field,value\nuser456,李雷,备注,x"),
    ("an unknown column in the long form", "user,field,value,note\nuser456,备注,x,y"),
    ("a quotation mark never closed", "userid,备注\nuser456,\"好\n0123,坏\n"),
    ("a row too short", "userid,备注,证件号码\nuser456,好\n0123,好,X1"),
    ("a row too long, after a cell with a line break", "userid,备注\nuser456,\"a\nb\"\n0123,a,b"),
    ("a quotation mark in the middle", "userid,备注\nuser456,5\"屏"),
    ("text after the closing quotation mark", "userid,备注\nuser456,\"5\"屏"),
    ("no user", "userid,备注\n,好"),
    ("no field", "user,field,value\nuser456,,好"),
    ("no header", "userid,备注,\nuser456,a,b\n0123,a,"),
    ("an item that is none", "user,field,item,value\nuser456,最高学历,第一,8"),
    ("the item said twice", "user,field,item,value\nuser456,最高学历[0],1,8"),
    ("a cell twice", "user,field,item,value\nuser456,备注,,a\n0123,备注,,b\nuser456,备注,,c"),
    ("a cell twice, under two names", "user,field,value\nuser456,备注,a\n李雷,sys00-remark,b"),
    ("a new item's field twice", "user,field,item,value\nuser456,最高学历,+,8\nuser456,最高学历,+,9"),
    ("scientific notation", "userid,银行卡号\nuser456,4.25E+14"),
    ("a certificate number that lost digits", "userid,证件号码\nuser456,330106199001010000"),
    ("the error of a formula", "userid,备注\nuser456,#N/A"),
    ("a narrow column", "userid,入职时间\nuser456,########"),
    ("a formula", "userid,备注\nuser456,=A1"),
    ("an apostrophe", "userid,备注\nuser456,'00123"),
    ("characters that were lost", "userid,备注\nuser456,????"),
    ("only spaces", "userid,备注\nuser456,  "),
    ("almost the mark that clears", "userid,备注\nuser456,#清空"),
    ("a number as Java shortens it", "userid,证件号码\nuser456,4.40981E17"),
    ("a long number with a point", "userid,证件号码\nuser456,330106199001011200.0"),
    ("a mark of direction in Arabic", "userid,备注\nuser456,سل\u{202E}ام"),
    ("a control character", "userid,备注\nuser456,a\u{7}b"),
    ("the mask of a value", "userid,备注\nuser456,110***********0756"),
    ("a row of totals", "userid,备注\n合计,12"),
    ("a user in scientific notation", "userid,备注\n3.3E+10,好"),
    ("a user who is nobody", "用户,备注\n李磊,好"),
    ("a job number that is no person's", "工号,备注\nE9999,好"),
    ("a name that two people have", "姓名,备注\n张伟,好"),
    ("one's userid, another's job number", "user,备注\nE1001,好"),
    ("a job number that lost its zeros", "工号,备注\n9,好"),
    ("a userid that lost its zero", "userid,备注\n123,好"),
    ("a field that is none", "userid,最高学力[0]\nuser456,8"),
    ("a field's code misspelt", "user,field,value\nuser456,sys00-remarks,好"),
    ("a field like no other", "user,field,value\nuser456,星座,处女座"),
    ("a field that two groups have", "userid,证书编号[0]\nuser456,A1"),
    ("a department", "userid,部门\nuser456,研发"),
    ("a manager", "userid,直属主管\nuser456,李雷"),
    ("a main department by name", "userid,主部门\nuser456,研发"),
    ("a derived field", "userid,司龄\nuser456,3"),
    ("a picture", "userid,员工照片\nuser456,a.jpg"),
    ("DingTalk's own statement", "userid,实人认证\nuser456,是"),
    ("no item of a detail group", "userid,最高学历\nuser456,8\n0123,9"),
    ("an item of a single value", "userid,备注[1]\nuser456,好"),
    ("a new item of a single value", "userid,备注[+]\nuser456,好"),
    ("an option that is none", "userid,最高学历[0]\nuser456,初衷"),
    ("an option of few", "userid,性别\nuser456,女性"),
    ("a label that two options have", "userid,最高学历[0]\nuser456,其他"),
    ("one option's key, another's label", "userid,级别[0]\nuser456,2"),
    ("a date as Excel writes it", "userid,入职时间\nuser456,2020/9/1"),
    ("a date as Excel shows it", "userid,毕业时间[0]\nuser456,2020年9月1日"),
    ("a date that could be two", "userid,入职时间\nuser456,9/1/2020"),
    ("a date with a time", "userid,入职时间\nuser456,2020-09-01 00:00:00"),
    ("a day's number", "userid,入职时间\nuser456,44075"),
    ("a day that does not exist", "userid,入职时间\nuser456,2021-02-29"),
    ("a word for a date", "userid,入职时间\nuser456,去年"),
    ("Excel's date where a word may stand", "userid,证件有效期\nuser456,2030/1/1"),
    ("Excel's date in a field of unknown type", "userid,出生日期\nuser456,1990/1/1"),
    ("a number that lost its zeros", "userid,银行卡号\n0123,620012"),
    (
      "half of a new item",
      "user,field,item,value\nuser456,最高学历,+,初衷\nuser456,毕业院校,+,清华大学\n0123,毕业院校,+,北京大学"
    ),
  ]

  static let bodies: [MessageTests.Case] = [
    ("not JSON", #"{"agentid":1,"param":"#),
    ("a comma too many", "[{\"agentid\":1},\n]"),
    ("nothing in the array", "[]"),
    ("neither system's object", #"{"name":"x"}"#),
    ("a member that is no object", "[1]"),
    ("no param", #"{"agentid":1}"#),
    ("no user", #"{"param":{"groups":[]}}"#),
    (
      "the user outside param",
      #"{"agentid":"1","userid":"user456","param":{"groups":[{"group_id":"sys00","#
        + #""sections":[{"old_index":0,"section":[{"field_code":"备注","value":"x"}]}]}]}}"#
    ),
    ("a token", #"{"access_token":"t","param":{"userid":"user456","groups":[]}}"#),
    (
      "unknown keys", #"{"agentId":1,"param":{"user_id":"u","userid":"user456","groups":[],"x":1}}"#
    ),
    ("an agent that is no number", #"{"agentid":"a1","param":{"userid":"u","groups":[]}}"#),
    ("a user that is a number", #"{"param":{"userid":456,"groups":[]}}"#),
    ("groups that are no array", #"{"param":{"userid":"user456","groups":{}}}"#),
    ("keys that are missing", sections(#"{"old_index":0,"section":[{"value":"1"},{}]},{}"#)),
    ("an index misspelt", sections(#"{"oldIndex":0,"section":[]}"#)),
    ("a negative index", sections(#"{"old_index":-1,"section":[\#(major)]}"#)),
    ("an index in quotation marks", sections(#"{"old_index":"0","section":[\#(major)]}"#)),
    ("the same index twice", sections(#"{"old_index":0,"section":[\#(major)]},"# + second)),
    ("the same field twice", sections(#"{"old_index":0,"section":[\#(major),\#(major)]}"#)),
    ("null", sections(#"{"old_index":0,"section":[{"field_code":"sys03-major","value":null}]}"#)),
    ("a number", sections(#"{"old_index":0,"section":[{"field_code":"sys03-major","value":1}]}"#)),
    (
      "a field of another group",
      sections(#"{"old_index":0,"section":[{"field_code":"sys00-remark","value":"x"}]}"#)
    ),
    (
      "a label where a key must stand",
      sections(#"{"old_index":0,"section":[{"field_code":"sys03-highestEdu","value":"初中"}]}"#)
    ),
    (
      "two sections of a group that has one",
      sections(
        #"{"section":[{"field_code":"备注","value":"a"}]},"#
          + #"{"section":[{"field_code":"姓名","value":"b"}]}"#,
        group: "sys00"
      )
    ),
    ("the same cell in two bodies", "[\(first),\(first)]"),
    ("bad lines among good", "\(first)\n{\"agentid\":1\n{\"employeeId\":\"E1\"}\n"),
    ("a group twice", #"{"param":{"userid":"u","groups":[\#(group),\#(group)]}}"#),
  ]

  static let maycur: [MessageTests.Case] = [
    ("a single employee over several lines", "{\n\"employeeId\":\"E1\"\n}"),
    ("no employeeId", #"[{"email":"a@b.cn"}]"#),
    ("an employee twice", #"[{"employeeId":"E1"},{"employeeId":"E2"},{"employeeId":"E1"}]"#),
    ("a key with a tab after it", #"[{"employeeId":"E1\t","email":"a@b.cn"}]"#),
    ("an employee in two spellings", #"[{"employeeId":"e1"},{"employeeId":"E1"}]"#),
    ("a key that is none", #"[{"employeeId":"E1","nickname":"x","Email":"y"}]"#),
    ("null where it is unclear", #"[{"employeeId":"E1","gender":null,"roleNames":null}]"#),
    ("a number for a text", #"[{"employeeId":"E1","phoneNo":13800138000}]"#),
    ("no clearing of an English name", #"[{"employeeId":"E1","enName":{}}]"#),
    ("nor of a part of it", #"[{"employeeId":"E1","enName":{"firstName":"A","lastName":""}}]"#),
    ("an English name without a first", #"[{"employeeId":"E1","enName":{"lastName":"Li"}}]"#),
    (
      "a certificate of no kind",
      #"[{"employeeId":"E1","idInfo":[{"idType":"id_card","idNumber":"1"},{"idType":"X"}]}]"#
    ),
    ("a role twice", #"[{"employeeId":"E1","roleNames":["a","a",""]}]"#),
    ("null in a custom field", #"[{"employeeId":"E1","customObject":{"CF1":null}}]"#),
    ("a sex that is none", #"[{"employeeId":"E1","gender":"男"},{"employeeId":"E2","gender":"M"}]"#),
    ("a date", #"[{"employeeId":"E1","hireDate":"2020/9/1"}]"#),
    ("a text too long", "employeeId,email\nE1,\(String(repeating: "a", count: 51))"),
    ("an employeeId too long", "employeeId,email\n\(String(repeating: "a", count: 51)),a"),
    ("a name that is no person's", "姓名,花名\n王小明,小明"),
    ("a field that is none", "工号,花名字,电邮\nE1,a,b"),
    ("an item of a single value", "工号,花名[1]\nE1,a"),
    ("a new item of a list", "工号,角色[+]\nE1,出纳"),
    ("a list that is none", "工号,角色\nE1,\"[1,2]\""),
    ("an object in a cell", "工号,customObject,英文名,证件信息\nE1,a,b,c"),
    ("an English name cleared", "工号,英文名,enName.firstName\nE1,#清空#,#清空#"),
    ("all of a list, and an item of it", "工号,角色,角色[0],角色[1]\nE1,出纳,会计,会计"),
    ("null in a cell", "工号,customObject.CF1\nE1,null"),
    ("a job number that lost its zeros", "工号,花名\n7,小张"),
  ]

  private static let major = #"{"field_code":"sys03-major","value":"数学"}"#
  private static let second =
    #"{"old_index":0,"section":[{"field_code":"sys03-graduateSchool","value":"x"}]}"#
  private static let group = #"{"group_id":"sys00","sections":[]}"#
  private static let first = sections(#"{"old_index":0,"section":[\#(major)]}"#)

  private static func sections(_ sections: String, group: String = "sys03") -> String {
    #"{"param":{"userid":"user456","groups":[{"group_id":"\#(group)","sections":[\#(sections)]}]}}"#
  }
}
