import Roster

/// A field of the made-up company.
struct WorkloadField: Sendable {
  /// The form of its values.
  enum Kind: Sendable {
    case name, phone, date, number, choice, address, department, age
  }

  let code: String
  let name: String
  let group: String
  let kind: Kind
  /// The number of its items for everybody.
  let items: Int

  /// The fields of the company: 60, of which five are of a detail group with two items each, which
  /// makes 65 values a person.
  static let all: [WorkloadField] = {
    var fields = standard.map { WorkloadField(code: $0, name: $1, group: $2, kind: $3, items: 1) }
    var chance = BenchRandom(65)
    for number in 1...14 {
      let code =
        String(chance.next() >> 1, radix: 16) + "-" + String(chance.next() >> 40, radix: 16)
      let kinds: [Kind] = [.number, .choice, .address, .date]
      fields.append(
        WorkloadField(
          code: code,
          name: "自定义字段\(number)",
          group: "custom",
          kind: kinds[number % 4],
          items: 1
        )
      )
    }
    return fields
      + family.map { WorkloadField(code: $0, name: $1, group: "sys07", kind: $2, items: 2) }
  }()

  /// The derived field, which changes for many on one day.
  static let derived = all.firstIndex { $0.kind == .age } ?? 0

  private static let family: [(String, String, Kind)] = [
    ("sys07-memberName", "家庭成员姓名", .name), ("sys07-memberRelation", "关系", .choice),
    ("sys07-memberBirthday", "家庭成员出生日期", .date), ("sys07-memberMobile", "联系电话", .phone),
    ("sys07-memberGender", "家庭成员性别", .choice),
  ]

  private static let standard: [(String, String, String, Kind)] = [
    ("sys00-name", "姓名", "sys00", .name), ("sys00-email", "邮箱", "sys00", .number),
    ("sys00-deptIds", "部门id列表", "sys00", .number), ("sys00-mainDeptId", "主部门id", "sys00", .number),
    ("sys00-dept", "部门", "sys00", .department), ("sys00-mainDept", "主部门", "sys00", .department),
    ("sys00-position", "职位", "sys00", .department), ("sys00-mobile", "手机号", "sys00", .phone),
    ("sys00-jobNumber", "工号", "sys00", .number), ("sys00-tel", "分机号", "sys00", .number),
    ("sys00-workPlace", "办公地点", "sys00", .address), ("sys00-remark", "备注", "sys00", .address),
    ("sys00-confirmJoinTime", "入职时间", "sys00", .date), ("sys00-entryAge", "司龄", "sys00", .age),
    ("sys00-reportManager", "直属主管", "sys00", .name),
    ("sys00-reportManagerId", "直属主管id", "sys00", .number),
    ("sys01-employeeType", "员工类型", "sys01", .choice),
    ("sys01-employeeStatus", "员工状态", "sys01", .choice),
    ("sys01-probationPeriodType", "试用期", "sys01", .choice),
    ("sys01-planRegularTime", "计划转正日期", "sys01", .date),
    ("sys01-regularTime", "实际转正日期", "sys01", .date),
    ("sys01-positionLevel", "岗位职级", "sys01", .choice),
    ("sys02-realName", "身份证姓名", "sys02", .name), ("sys02-certNo", "证件号码", "sys02", .number),
    ("sys02-birthTime", "出生日期", "sys02", .date), ("sys02-sexType", "性别", "sys02", .choice),
    ("sys02-nationType", "民族", "sys02", .choice), ("sys02-certAddress", "身份证地址", "sys02", .address),
    ("sys02-certEndTime", "证件有效期", "sys02", .date), ("sys02-marriage", "婚姻状况", "sys02", .choice),
    ("sys02-joinWorkingTime", "首次参加工作时间", "sys02", .date),
    ("sys02-residenceType", "户籍类型", "sys02", .choice), ("sys02-address", "住址", "sys02", .address),
    ("sys03-highestEdu", "学历", "sys03", .choice),
    ("sys03-graduateSchool", "毕业院校", "sys03", .department),
    ("sys04-bankAccountNo", "银行卡号", "sys04", .number),
    ("sys04-accountBank", "开户行", "sys04", .address),
    ("sys05-contractCompanyName", "合同公司", "sys05", .department),
    ("sys05-nowContractStartTime", "现合同起始日", "sys05", .date),
    ("sys05-nowContractEndTime", "现合同到期日", "sys05", .date),
    ("sys06-urgentContactsPhone", "联系人电话", "sys06", .phone),
  ]
}
