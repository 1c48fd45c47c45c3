import Roster

/// The groups and fields of a made-up company: the documented standard ones, and two of its own.
enum StandardFields {
  /// The catalog of the company of a seed; the codes of its own groups and fields differ by seed.
  static func catalog(seed: UInt64) -> CompanyCatalog {
    CompanyCatalog(
      [
        CompanyGroup(
          "sys",
          "系统信息",
          [CompanyField("sys-authRealName", "实人认证", .none)]
        ),
        basics, work, person, education, bank, contract, urgent, family, papers,
        CompanyGroup(
          "sys09",
          "五险一金",
          [
            CompanyField("sys09-personalSi", "个人社保账号"),
            CompanyField("sys09-personalHf", "个人公积金账号"),
          ]
        ),
      ] + custom(seed: seed)
    )
  }

  private static let basics = CompanyGroup(
    "sys00",
    "基本信息",
    [
      CompanyField("sys00-name", "姓名"),
      CompanyField("sys00-email", "邮箱"),
      CompanyField("sys00-deptIds", "部门id列表", writable: false),
      CompanyField("sys00-mainDeptId", "主部门id"),
      CompanyField("sys00-dept", "部门", writable: false),
      CompanyField("sys00-mainDept", "主部门"),
      CompanyField("sys00-position", "职位"),
      CompanyField("sys00-mobile", "手机号", phone: true),
      CompanyField("sys00-jobNumber", "工号"),
      CompanyField("sys00-tel", "分机号"),
      CompanyField("sys00-workPlace", "办公地点"),
      CompanyField("sys00-remark", "备注"),
      CompanyField("sys00-confirmJoinTime", "入职时间", .date),
      CompanyField("sys00-entryAge", "司龄", derived: true),
      CompanyField("sys00-reportManager", "直属主管", writable: false),
      CompanyField("sys00-reportManagerId", "直属主管id", writable: false),
    ]
  )

  private static let work = CompanyGroup(
    "sys01",
    "工作信息",
    [
      CompanyField("sys01-employeeType", "员工类型", .select, options: StandardOptions.employeeType),
      CompanyField(
        "sys01-employeeStatus",
        "员工状态",
        .select,
        options: StandardOptions.employeeStatus
      ),
      CompanyField(
        "sys01-probationPeriodType",
        "试用期",
        .select,
        options: StandardOptions.probation
      ),
      CompanyField("sys01-planRegularTime", "计划转正日期", .date),
      CompanyField("sys01-regularTime", "实际转正日期", .date),
      CompanyField("sys01-positionLevel", "岗位职级", .select, options: StandardOptions.level),
    ]
  )

  private static let person = CompanyGroup(
    "sys02",
    "个人信息",
    [
      CompanyField("sys02-realName", "身份证姓名"),
      CompanyField("sys02-certNo", "证件号码"),
      CompanyField("sys02-birthTime", "出生日期", .date),
      CompanyField("sys02-age", "年龄", derived: true),
      CompanyField("sys02-sexType", "性别", .select, options: StandardOptions.sex),
      CompanyField("sys02-nationType", "民族", .select, options: StandardOptions.nation),
      CompanyField("sys02-certAddress", "身份证地址"),
      CompanyField("sys02-certEndTime", "证件有效期", .longDate),
      CompanyField("sys02-marriage", "婚姻状况", .select, options: StandardOptions.marriage),
      CompanyField("sys02-joinWorkingTime", "首次参加工作时间", .date),
      CompanyField("sys02-workAge", "工龄", derived: true),
      CompanyField("sys02-residenceType", "户籍类型", .select, options: StandardOptions.residence),
      CompanyField("sys02-address", "住址"),
      CompanyField("sys02-politicalStatus", "政治面貌", .select, options: StandardOptions.political),
    ]
  )

  private static let education = CompanyGroup(
    "sys03",
    "学历信息",
    detail: true,
    [
      CompanyField("sys03-highestEdu", "学历", .select, options: StandardOptions.education),
      CompanyField("sys03-graduateSchool", "毕业院校"),
      CompanyField("sys03-graduationTime", "毕业时间", .date),
      CompanyField("sys03-major", "所学专业"),
    ]
  )

  private static let bank = CompanyGroup(
    "sys04",
    "银行卡信息",
    [
      CompanyField("sys04-bankAccountNo", "银行卡号"),
      CompanyField("sys04-accountBank", "开户行"),
    ]
  )

  private static let contract = CompanyGroup(
    "sys05",
    "合同信息",
    [
      CompanyField(
        "sys05-contractCompanyName",
        "合同公司",
        .select,
        options: StandardOptions.contractCompany
      ),
      CompanyField("sys05-contractType", "合同类型", .select, options: StandardOptions.contractType),
      CompanyField("sys05-firstContractStartTime", "首次合同起始日", .date),
      CompanyField("sys05-firstContractEndTime", "首次合同到期日", .date),
      CompanyField("sys05-nowContractStartTime", "现合同起始日", .date),
      CompanyField("sys05-nowContractEndTime", "现合同到期日", .date),
      CompanyField(
        "sys05-contractPeriodType",
        "合同期限",
        .select,
        options: StandardOptions.contractPeriod
      ),
      CompanyField("sys05-contractRenewCount", "续签次数"),
    ]
  )

  private static let urgent = CompanyGroup(
    "sys06",
    "紧急联系人",
    detail: true,
    [
      CompanyField("sys06-urgentContactsName", "紧急联系人姓名"),
      CompanyField(
        "sys06-urgentContactsRelation",
        "联系人关系",
        .select,
        options: StandardOptions.relation
      ),
      CompanyField("sys06-urgentContactsPhone", "联系人电话", phone: true),
    ]
  )

  private static let family = CompanyGroup(
    "sys07",
    "家庭信息",
    detail: true,
    [
      CompanyField("sys07-haveChild", "有无子女", .select, options: StandardOptions.haveChild),
      CompanyField("sys07-familyMemberName", "家庭成员姓名"),
      CompanyField(
        "sys07-familyMemberRelation",
        "家庭成员关系",
        .select,
        options: StandardOptions.relation
      ),
      CompanyField("sys07-familyMemberGender", "家庭成员性别", .select, options: StandardOptions.sex),
      CompanyField("sys07-familyMemberPhone", "家庭成员电话", phone: true),
      CompanyField("sys07-familyMemberBirthday", "家庭成员生日", .date),
    ]
  )

  private static let papers = CompanyGroup(
    "sys08",
    "个人材料",
    [
      CompanyField("sys08-forntIDcard", "身份证（人像面）", .photo),
      CompanyField("sys08-rearIDcard", "身份证（国徽面）", .photo),
      CompanyField("sys08-academicCertificate", "学历证书", .photo),
      CompanyField("sys08-diplomaCertificate", "学位证书", .photo),
      CompanyField("sys08-releaseLetter", "前公司离职证明", .photo),
      CompanyField("sys08-personalPhoto", "员工照片", .photo),
    ]
  )

  private static func custom(seed: UInt64) -> [CompanyGroup] {
    var chance = SeededRandom(seed, 0xC0DE)
    return [
      CompanyGroup(
        "custom" + chance.digits(15),
        "行政信息",
        [
          CompanyField(uuid(&chance), "工位号"),
          CompanyField(uuid(&chance), "是否乘坐班车", .select, options: StandardOptions.yesNo),
          CompanyField(uuid(&chance), "技能特长"),
          CompanyField(uuid(&chance), "工服尺码", .select, options: StandardOptions.clothes),
          CompanyField(uuid(&chance), "英文名"),
        ]
      ),
      CompanyGroup(
        "custom" + chance.digits(15),
        "工作经历",
        detail: true,
        [
          CompanyField(uuid(&chance), "公司名称"),
          CompanyField(uuid(&chance), "担任职务"),
          CompanyField(uuid(&chance), "开始时间", .date),
          CompanyField(uuid(&chance), "结束时间", .date),
          CompanyField(uuid(&chance), "离职原因"),
        ]
      ),
    ]
  }

  private static func uuid(_ chance: inout SeededRandom) -> String {
    [8, 4, 4, 4, 12].map { chance.hex($0) }.joined(separator: "-")
  }
}
