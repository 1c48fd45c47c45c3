import ChangeFiles
import Foundation
import Roster
import RollbookTestSupport

/// A small company, and files about its people.
enum Samples {
  /// The seeds' own example bodies, as they print them.
  static func seed(_ name: String) throws -> [UInt8] {
    Array(try Repository.text("Tests/ChangeFilesTests/Seeds/\(name)").utf8)
  }

  static let catalog: [FieldDescription] = [
    field("sys00-name", "姓名", "sys00", "基本信息"),
    field("sys00-jobNumber", "工号", "sys00", "基本信息"),
    field("sys00-dept", "部门", "sys00", "基本信息"),
    field("sys00-mainDept", "主部门", "sys00", "基本信息"),
    field("sys00-mainDeptId", "主部门id", "sys00", "基本信息"),
    field("sys00-reportManager", "直属主管", "sys00", "基本信息"),
    field("sys00-entryAge", "司龄", "sys00", "基本信息", isDerived: true),
    field("sys00-confirmJoinTime", "入职时间", "sys00", "基本信息", type: "DDDateField"),
    field("sys00-remark", "备注", "sys00", "基本信息"),
    field("sys-authRealName", "实人认证", "sys", "系统信息", type: "NONE"),
    field("sys02-certNo", "证件号码", "sys02", "个人信息"),
    field("sys02-certEndTime", "证件有效期", "sys02", "个人信息", type: "DDDateWithLongField"),
    field("sys02-birthTime", "出生日期", "sys02", "个人信息"),
    field(
      "sys02-sexType",
      "性别",
      "sys02",
      "个人信息",
      type: "DDSelectField",
      options: [("0", "男"), ("1", "女")]
    ),
    field(
      "sys03-highestEdu",
      "最高学历",
      "sys03",
      "学历信息",
      isDetail: true,
      type: "DDSelectField",
      options: [
        ("1", "硕士"), ("2", "本科"), ("3", "大专"), ("7", "中专"), ("8", "初中"), ("9", "小学"),
        ("10", "其他"), ("11", "其他"),
      ]
    ),
    field("sys03-graduateSchool", "毕业院校", "sys03", "学历信息", isDetail: true),
    field(
      "sys03-graduationTime",
      "毕业时间",
      "sys03",
      "学历信息",
      isDetail: true,
      type: "DDDateField"
    ),
    field("sys03-major", "所学专业", "sys03", "学历信息", isDetail: true),
    field("sys04-bankAccountNo", "银行卡号", "sys04", "银行卡信息"),
    field("sys08-personalPhoto", "员工照片", "sys08", "个人材料", type: "DDPhotoField"),
    field("custom1-a", "证书编号", "custom1", "资格证书", isDetail: true),
    field("custom2-a", "证书编号", "custom2", "语言证书", isDetail: true),
    field(
      "custom2-b",
      "级别",
      "custom2",
      "语言证书",
      isDetail: true,
      type: "DDSelectField",
      options: [("1", "2"), ("2", "3")]
    ),
  ]

  static let people: [PersonCandidate] = [
    person("user456", "李雷", "E1001"), person("0123", "张伟", "007"),
    person("0456", "张伟", "008"), person("0789", "韩梅梅", "009", hasLeft: true),
    person("E1001", "王芳", "E1003"),
  ]

  private static func field(
    _ code: FieldCode,
    _ name: Verbatim,
    _ group: Verbatim,
    _ groupName: Verbatim,
    isDetail: Bool = false,
    type: Verbatim? = nil,
    isDerived: Bool = false,
    options: [(Verbatim, Verbatim)]? = nil
  ) -> FieldDescription {
    FieldDescription(
      code: code,
      name: name,
      group: group,
      groupName: groupName,
      isDetail: isDetail,
      type: type,
      isDerived: isDerived,
      options: options?.map { FieldOption(value: $0.0, label: $0.1) }
    )
  }

  private static func person(
    _ key: Verbatim,
    _ name: Verbatim,
    _ jobNumber: Verbatim,
    hasLeft: Bool = false
  ) -> PersonCandidate {
    PersonCandidate(
      key: UserKey(.dingtalk, key),
      name: name,
      jobNumber: jobNumber,
      hasLeft: hasLeft
    )
  }

  /// What the company's ledger knows of a text.
  static func find(_ text: Verbatim, in system: System) -> [PersonCandidate] {
    people.filter { $0.key.id == text || $0.name == text || $0.jobNumber == text }.map {
      guard system == .maycur, let number = $0.jobNumber else { return $0 }
      return PersonCandidate(key: UserKey(.maycur, number), name: $0.name, jobNumber: number)
    }
  }

  static func resolver(_ system: System) -> ChangeResolver {
    ChangeResolver(
      system: system,
      catalog: system == .dingtalk ? catalog : [],
      people: { find($0, in: system) },
      current: { user, cell in
        user == "0123" && cell == CellAddress("sys04-bankAccountNo") ? "00620012" : nil
      }
    )
  }

  /// What a file means, in lines that a person can read.
  static func meaning(_ bytes: [UInt8], _ system: System = .dingtalk) throws -> [String] {
    let file: ChangeFile
    do {
      file = try ChangeFile(reading: bytes, system: system)
    } catch {
      return ["✗ \(error.name): \(error.message)"]
    }
    let resolved = try resolver(system).resolve(file)
    return resolved.changes.flatMap(lines)
      + resolved.problems.map { "! \($0.name) \($0.rows): \($0.message)" }
  }

  static func meaning(_ text: String, _ system: System = .dingtalk) throws -> [String] {
    try meaning(Array(text.utf8), system)
  }

  private static func lines(_ change: UserChange) -> [String] {
    change.edits.map { "\(change.user): \($0.address.field)[\($0.address.item)] \(word($0.edit))" }
      + change.additions.map { addition in
        let fields = addition.fields.map { "\($0.field) \(word($0.edit))" }
        return "\(change.user): +\(addition.group) \(fields.joined(separator: ", "))"
      }
      + (change.wholes.isEmpty
        ? []
        : ["\(change.user): whole \(change.wholes.sorted().map(\.text).joined(separator: ", "))"])
  }

  private static func word(_ edit: Edit) -> String {
    switch edit {
    case .clear: "cleared"
    case .set(.text(let text)): "= \(text)"
    case .set(.json(let json)): "= JSON \(json)"
    case .set(.null), .set(.missing): "= nothing, which must not be"
    }
  }
}
