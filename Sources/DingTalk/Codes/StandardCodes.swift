import Roster

/// The read codes of DingTalk's standard fields, by group and Chinese name.
///
/// From DingTalk's list of standard field codes, only the rows that its SDK, its examples or public
/// clients confirm.
///
/// A catalog may have the Chinese name as the code, which `v2/update` accepts and `v2/list` perhaps
/// does not. This table has the code that `v2/list` accepts.
enum StandardCodes {
  /// The read code of a standard field; nil for other fields.
  ///
  /// - Parameters:
  ///   - group: The group's code (`sys00`).
  ///   - word: The field's name, or the name in place of its code.
  /// - Returns: The code (`sys00-mobile`).
  static func readCode(group: Verbatim, _ word: Verbatim) -> FieldCode? {
    table[group]?[word].map { FieldCode("\(group)-\($0)") }
  }

  /// Whether a word is the read code of a standard field.
  static func hold(_ code: FieldCode) -> Bool {
    table.contains { group, names in names.values.contains { code == FieldCode("\(group)-\($0)") } }
  }

  private static let table: [Verbatim: [Verbatim: String]] = [
    "sys": ["实人认证": "authRealName"],
    "sys00": [
      "姓名": "name", "邮箱": "email", "部门id列表": "deptIds", "主部门id": "mainDeptId",
      "部门": "dept", "主部门": "mainDept", "职位": "position", "手机号": "mobile",
      "工号": "jobNumber", "分机号": "tel", "办公地点": "workPlace", "备注": "remark",
      "入职时间": "confirmJoinTime", "司龄": "entryAge", "直属主管": "reportManager",
    ],
    "sys01": [
      "员工类型": "employeeType", "员工状态": "employeeStatus", "试用期": "probationPeriodType",
      "转正日期": "regularTime", "岗位职级": "positionLevel", "计划转正日期": "planRegularTime",
    ],
    "sys02": [
      "身份证姓名": "realName", "证件号码": "certNo", "出生日期": "birthTime", "性别": "sexType",
      "民族": "nationType", "身份证地址": "certAddress", "证件有效期": "certEndTime",
      "婚姻状况": "marriage", "首次参加工作时间": "joinWorkingTime", "户籍类型": "residenceType",
      "住址": "address", "政治面貌": "politicalStatus", "年龄": "age", "工龄": "workAge",
    ],
    "sys03": [
      "最高学历": "highestEdu", "学历": "highestEdu", "毕业院校": "graduateSchool",
      "毕业时间": "graduationTime", "所学专业": "major",
    ],
    "sys04": ["银行卡号": "bankAccountNo", "开户行": "accountBank"],
    "sys05": [
      "合同公司": "contractCompanyName", "合同类型": "contractType",
      "首次合同起始日": "firstContractStartTime", "首次合同到期日": "firstContractEndTime",
      "现合同起始日": "nowContractStartTime", "现合同到期日": "nowContractEndTime",
      "合同期限": "contractPeriodType", "续签次数": "contractRenewCount",
    ],
    "sys06": [
      "紧急联系人姓名": "urgentContactsName", "联系人关系": "urgentContactsRelation",
      "联系人电话": "urgentContactsPhone",
    ],
    "sys07": ["有无子女": "haveChild"],
    "sys08": [
      "身份证(人像面)": "forntIDcard", "身份证(国徽面)": "rearIDcard",
      "学历证书": "academicCertificate", "学位证书": "diplomaCertificate",
      "前公司离职证明": "releaseLetter", "员工照片": "personalPhoto",
    ],
    "sys09": ["个人社保账号": "personalSi", "个人公积金账号": "personalHf"],
  ]
}
