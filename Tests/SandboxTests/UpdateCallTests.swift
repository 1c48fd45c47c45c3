import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

@Suite struct `The sandbox's update call` {
  /// A caller, and a user with two schools and no odd values in what these tests touch.
  private func prepared(_ quirks: Quirks, set: [String] = []) throws -> (Caller, Verbatim) {
    var quirks = quirks
    for setting in set { try quirks.set(setting) }
    var caller = Caller(quirks, people: 3)
    let user = caller.simulation.company.user(1)
    while caller.simulation.company.items(user, group: "sys03") > 0 {
      try caller.simulation.company.removeItem(user, group: "sys03", item: 0)
    }
    for (item, school) in ["清华大学", "清华附中"].enumerated() {
      try caller.simulation.company.edit(user, "sys03-highestEdu", item: item, value: "4")
      try caller.simulation.company.edit(
        user,
        "sys03-graduateSchool",
        item: item,
        value: Verbatim(school)
      )
    }
    try caller.simulation.company.edit(user, "sys04-bankAccountNo", value: "6222")
    try caller.simulation.company.edit(user, "sys04-accountBank", value: "招商银行")
    return (caller, user)
  }

  /// The lenient reading, but reads are up to date and no user fails a page, as far as tests read
  /// back.
  private static let readable = ["readLag=0", "usersFailingWholePage=0"]

  @Test func `takes the printed request of the document`() throws {
    var caller = Caller(people: 2)
    try caller.simulation.company.join("user456")
    while caller.simulation.company.items("user456", group: "sys03") < 3 {
      let item = caller.simulation.company.items("user456", group: "sys03")
      try caller.simulation.company.edit("user456", "sys03-major", item: item, value: "数学")
    }
    let response = caller.send(caller.call(.update, try JSON(parsing: PrintedRequest.text)))
    #expect(response["result"] == true && response["success"] == true)
    #expect(response["errcode"] == 0 && response["errmsg"] == "ok" && response["request_id"] != nil)
    #expect(
      caller.read("user456", "sys03-graduateSchool") == ["0:清华大学", "1:清华附中", "2:清华附小"]
    )
    #expect(caller.read("user456", "sys03-highestEdu") == ["0:1", "1:2", "2:3"])
  }

  @Test func `edits only what is sent of an item, whatever the reading`() throws {
    for quirks in [Quirks.lenient, .strict] {
      var (caller, user) = try prepared(quirks, set: Self.readable + ["unmentionedItems=kept"])
      let section = Caller.section(1, [("sys03-graduateSchool", "北大附中")])
      #expect(caller.write(user, "sys03", [section]) == 0)
      #expect(caller.read(user, "sys03-graduateSchool") == ["0:清华大学", "1:北大附中"])
      #expect(caller.read(user, "sys03-highestEdu") == ["0:4", "1:4"])
    }
  }

  @Test(arguments: [
    ("unmentionedItems=kept", ["0:清华大学", "1:北大附中"]), ("unmentionedItems=removed", ["0:北大附中"]),
  ])
  func `keeps or removes what it does not mention`(quirk: String, schools: [String]) throws {
    var (caller, user) = try prepared(.lenient, set: [quirk])
    _ = caller.write(user, "sys03", [Caller.section(1, [("sys03-graduateSchool", "北大附中")])])
    #expect(caller.read(user, "sys03-graduateSchool") == schools)
  }

  @Test(arguments: [
    ("clearedValue=emptyText", ["0:4", "1:4", "2:"]),
    ("clearedValue=missing", ["0:4", "1:4", "2:-"]),
    ("clearedValue=absent", ["0:4", "1:4"]),
  ])
  func `adds an item where old_index is absent, the unsent fields empty`(
    quirk: String,
    degrees: [String]
  ) throws {
    var (caller, user) = try prepared(.lenient, set: [quirk])
    let section = Caller.section(nil, [("sys03-graduateSchool", "浙江大学")])
    #expect(caller.write(user, "sys03", [section]) == 0)
    #expect(caller.read(user, "sys03-graduateSchool") == ["0:清华大学", "1:清华附中", "2:浙江大学"])
    #expect(caller.read(user, "sys03-highestEdu") == degrees)
  }

  @Test(arguments: [
    ("missingOldIndex=merges", ["0:招商银行"]), ("missingOldIndex=clearsSiblings", ["0:"]),
  ])
  func `merges or clears siblings without old_index`(quirk: String, bank: [String]) throws {
    var (caller, user) = try prepared(.lenient, set: [quirk])
    let section = Caller.section(nil, [("sys04-bankAccountNo", "6229")])
    #expect(caller.write(user, "sys04", [section]) == 0)
    #expect(caller.read(user, "sys04-bankAccountNo") == ["0:6229"])
    #expect(caller.read(user, "sys04-accountBank") == bank)
  }

  @Test(arguments: [
    ("outOfRangeIndex=error", 400_002, ["0:清华大学", "1:清华附中"]),
    ("outOfRangeIndex=append", 0, ["0:清华大学", "1:清华附中", "2:北大"]),
    ("outOfRangeIndex=ignore", 0, ["0:清华大学", "1:清华附中"]),
  ])
  func `meets an index that no item has`(quirk: String, code: Int64, schools: [String]) throws {
    for index in [2, 9, -1] {
      var (caller, user) = try prepared(.lenient, set: [quirk])
      let section = Caller.section(index, [("sys03-graduateSchool", "北大")])
      #expect(caller.write(user, "sys03", [section]) == code)
      #expect(caller.read(user, "sys03-graduateSchool") == schools)
    }
  }

  @Test(arguments: [JSON.string(""), .null])
  func `clears or refuses an empty value`(value: JSON) throws {
    var (caller, user) = try prepared(.lenient)
    let section = Caller.section(0, [("sys04-accountBank", value)])
    #expect(caller.write(user, "sys04", [section]) == 0)
    #expect(caller.read(user, "sys04-accountBank") == ["0:"])
    #expect(caller.read(user, "sys04-bankAccountNo") == ["0:6222"])
    var (strict, same) = try prepared(.lenient, set: ["emptyValue=rejected"])
    #expect(strict.write(same, "sys04", [section]) == 400_002)
    #expect(strict.read(same, "sys04-accountBank") == ["0:招商银行"])
  }

  @Test func `leaves a blanked item, or lets it vanish`() throws {
    let blank = Caller.section(0, [("sys03-graduateSchool", ""), ("sys03-highestEdu", "")])
    var (caller, user) = try prepared(.lenient)
    #expect(caller.write(user, "sys03", [blank]) == 0)
    #expect(caller.read(user, "sys03-graduateSchool") == ["0:", "1:清华附中"])
    (caller, user) = try prepared(.lenient, set: ["blankItem=vanishes"])
    #expect(caller.write(user, "sys03", [blank]) == 0)
    #expect(caller.read(user, "sys03-graduateSchool") == ["0:清华附中"])
  }

  @Test func `writes two groups as a whole, or in part`() throws {
    let groups = [
      Caller.group("sys04", [Caller.section(0, [("sys04-accountBank", "交通银行")])]),
      Caller.group("sys02", [Caller.section(0, [("sys02-marriage", "99")])]),
    ]
    var (caller, user) = try prepared(.lenient)
    #expect(caller.write(user, groups) == 400_002)
    #expect(caller.read(user, "sys04-accountBank") == ["0:招商银行"])
    (caller, user) = try prepared(.lenient, set: ["groupsAtomic=no"])
    #expect(caller.write(user, groups) == 400_002)
    #expect(caller.read(user, "sys04-accountBank") == ["0:交通银行"])
  }

  @Test(arguments: [
    ("sys00", "sys00-name", "王伟"), ("sys00", "部门", "财务部"), ("sys00", "直属主管", "李雷"),
    ("sys00", "部门id列表", "1"), ("sys00", "司龄", "9"), ("sys02", "sys02-age", "9"),
    ("sys02", "sys02-marriage", "已婚"), ("sys02", "sys02-birthTime", "1990/01/01"),
    ("sys02", "sys02-birthTime", "1990-02-30"), ("sys02", "sys02-certEndTime", "永远"),
    ("sys", "sys-authRealName", "是"), ("sys08", "sys08-personalPhoto", "x"),
    ("sys02", "sys04-accountBank", "x"), ("sys99", "sys02-address", "x"), ("sys02", "nothing", "x"),
  ])
  func `refuses what cannot be written`(group: String, field: String, value: String) throws {
    var (caller, user) = try prepared(.lenient)
    let section = Caller.section(0, [(field, .string(value))])
    #expect(caller.write(user, group, [section]) == 400_002)
  }

  @Test(arguments: [
    ("sys00", "姓名", "sys00-name", "王伟"), ("sys00", "手机号", "sys00-mobile", "13800000000"),
    ("sys02", "sys02-marriage", "sys02-marriage", "3"),
    ("sys02", "sys02-certEndTime", "sys02-certEndTime", "长期"),
    ("sys02", "sys02-certEndTime", "sys02-certEndTime", "2030-01-01"),
    ("sys00", "备注", "sys00-remark", "一\n\"二\" \\ 三 🧾"),
  ])
  func `writes what can be written`(
    group: String,
    field: String,
    readAs: String,
    value: String
  ) throws {
    var (caller, user) = try prepared(.lenient)
    let section = Caller.section(0, [(field, .string(value))])
    #expect(caller.write(user, group, [section]) == 0)
    #expect(caller.read(user, readAs) == ["0:" + value])
  }

  @Test func `rewrites phones where it is strict`() throws {
    var (caller, user) = try prepared(.strict, set: Self.readable)
    #expect(caller.write(user, "sys00", [Caller.section(0, [("手机号", "13800000000")])]) == 0)
    #expect(caller.read(user, "sys00-mobile") == ["0:+86-13800000000"])
  }

  @Test func `moves the main department only to one of the person's own, and silently`() throws {
    var (caller, user) = try prepared(.lenient)
    let departments = caller.simulation.company.departments.map(\.id)
    try caller.simulation.company.edit(
      user,
      "sys00-deptIds",
      value: Verbatim("\(departments[0])|\(departments[1])")
    )
    try caller.simulation.company.edit(user, "sys00-mainDeptId", value: departments[0])
    func section(_ id: Verbatim) -> JSON {
      Caller.section(0, [("主部门id", .string(id.text))])
    }
    #expect(caller.write(user, "sys00", [section(departments[2])]) == 0)
    #expect(caller.read(user, "sys00-mainDeptId") == ["0:\(departments[0])"])
    #expect(caller.write(user, "sys00", [section(departments[1])]) == 0)
    #expect(caller.read(user, "sys00-mainDeptId") == ["0:\(departments[1])"])
    #expect(
      caller.read(user, "sys00-mainDept") == ["0:\(caller.simulation.company.departments[1].name)"]
    )
    try caller.simulation.quirks.set("mainDepartment=ignored")
    #expect(caller.write(user, "sys00", [section(departments[0])]) == 0)
    #expect(caller.read(user, "sys00-mainDeptId") == ["0:\(departments[1])"])
  }

  @Test func `refuses two sections of a group that is no detail group`() throws {
    var (caller, user) = try prepared(.lenient)
    let section = Caller.section(0, [("sys04-accountBank", "x")])
    #expect(caller.write(user, "sys04", [section, section]) == 400_002)
  }

  @Test func `takes two sections of one index in order, or refuses them`() throws {
    let sections = ["甲", "乙"].map {
      Caller.section(0, [("sys03-graduateSchool", .string($0))])
    }
    var (caller, user) = try prepared(.lenient)
    #expect(caller.write(user, "sys03", sections) == 0)
    #expect(caller.read(user, "sys03-graduateSchool") == ["0:乙", "1:清华附中"])
    (caller, user) = try prepared(.lenient, set: ["repeatedIndex=error"])
    #expect(caller.write(user, "sys03", sections) == 400_002)
  }

  @Test func `wants the user inside the parameters, and one whom it knows`() throws {
    var (caller, user) = try prepared(.lenient)
    let section = Caller.section(0, [("sys04-accountBank", "x")])
    let groups: JSON = [Caller.group("sys04", [section])]
    let outside = caller.post(
      .update,
      ["userid": .string(user.text), "user_id": .string(user.text), "param": ["groups": groups]]
    )
    #expect(outside["errcode"] == 400_002)
    #expect(caller.write("nobody", "sys04", [section]) == 400_001)
    try caller.simulation.company.leave(user)
    #expect(caller.write(user, "sys04", [section]) == 400_001)
  }

  @Test func `takes a form, or refuses it`() throws {
    var (caller, user) = try prepared(.lenient)
    let param: JSON = [
      "userid": .string(user.text),
      "groups": [Caller.group("sys04", [Caller.section(0, [("sys04-accountBank", "工 行+")])])],
    ]
    let encoded = param.bytes.map { byte -> String in
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
    var call = caller.call(.update, [:])
    call.contentType = "application/x-www-form-urlencoded; charset=utf-8"
    call.body = Array("agentid=23470561&param=\(encoded)".utf8)
    #expect(caller.send(call)["errcode"] == 0)
    #expect(caller.read(user, "sys04-accountBank") == ["0:工 行+"])
    try caller.simulation.quirks.set("formBodies=refused")
    #expect(caller.send(call)["errcode"] == 40035)
  }

  @Test func `shows what was before until the lag is over`() throws {
    var (caller, user) = try prepared(.lenient, set: ["readLag=10"])
    #expect(caller.write(user, "sys04", [Caller.section(0, [("sys04-accountBank", "甲")])]) == 0)
    caller.now = caller.now + .seconds(4)
    #expect(caller.write(user, "sys04", [Caller.section(0, [("sys04-accountBank", "乙")])]) == 0)
    #expect(caller.read(user, "sys04-accountBank") == ["0:招商银行"])
    caller.now = caller.now + .seconds(4)
    #expect(caller.read(user, "sys04-accountBank") == ["0:甲"])
    caller.now = caller.now + .seconds(4)
    #expect(caller.read(user, "sys04-accountBank") == ["0:乙"])
  }

  @Test(arguments: 1...12)
  func `reads back what was written, under the kind reading`(seed: UInt64) throws {
    var random = Seeded(seed)
    var caller = Caller(people: 8, seed: seed)
    let groups = caller.simulation.company.catalog.groups
    for _ in 0..<25 {
      let user = caller.simulation.company.user(Int.random(in: 0..<8, using: &random))
      let group = try #require(
        groups.filter { $0.fields.contains(where: \.isWritable) }
          .randomElement(using: &random)
      )
      let field = try #require(
        group.fields.filter { $0.isWritable && !$0.code.text.contains("mainDept") }
          .randomElement(using: &random)
      )
      let items = caller.simulation.company.items(user, group: group.id)
      let adds = group.isDetail && (items == 0 || Bool.random(using: &random))
      let item = adds ? items : Int.random(in: 0..<items, using: &random)
      let value = RandomValue.fitting(field, &random)
      let section = Caller.section(adds ? nil : item, [(field.writeCode.text, .string(value))])
      let before = caller.read(user, field.code.text) ?? []
      #expect(caller.write(user, group.id.text, [section]) == 0, "seed \(seed), \(field.code)")
      let after = caller.read(user, field.code.text) ?? []
      #expect(after.contains("\(item):\(value)"), "seed \(seed), \(field.code)")
      let others = { (items: [String]) in items.filter { !$0.hasPrefix("\(item):") } }
      #expect(others(before) == others(after), "seed \(seed), \(field.code)")
    }
  }
}

/// Values that a field takes.
enum RandomValue {
  static func fitting(_ field: CompanyField, _ random: inout Seeded) -> String {
    switch field.kind {
    case .select: field.options.randomElement(using: &random)?.value.text ?? ""
    case .date, .longDate:
      CivilDate(year: Int.random(in: 1950...2040, using: &random), month: 2, day: 28)?
        .description ?? ""
    default:
      ["值", "a\"b\\c", "行\n行", "e\u{301}", "🧾", "1.00", ""].randomElement(using: &random) ?? ""
    }
  }
}
