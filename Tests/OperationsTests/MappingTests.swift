@testable import Operations
import Roster
import Testing

@Suite struct MappingTests {
  private static let levels: FieldMappings? = try? FieldMappings.standard.overridden(
    by: [FieldMapping("sys01-positionLevel", "classPositionBizCode", .table(["P7": "L07"]))]
  )

  private static func text(_ value: Verbatim, _ label: Verbatim? = nil) -> Content {
    .item(value: .text(value), label: label.map { .text($0) } ?? .missing)
  }

  @Test(
    arguments: [
      ("sys00-email", text("a@x"), "email a@x"),
      ("sys00-email", text(""), "email nothing"),
      ("sys00-email", Content.gone, "email nothing"),
      ("sys00-email", Content.emptyList, "email nothing"),
      ("sys00-email", Content.item(value: .null, label: .null), "email nothing"),
      ("sys00-email", Content.item(value: .json("1"), label: .missing), "email problem"),
      ("sys00-mobile", text("+86-13800000001"), "phoneNo 13800000001"),
      ("sys00-mobile", text("+8613800000001"), "phoneNo 13800000001"),
      ("sys00-mobile", text("13800000001"), "phoneNo 13800000001"),
      ("sys00-mobile", text("+852-91234567"), "phoneNo problem"),
      ("sys00-mobile", text("+86-"), "phoneNo problem"),
      ("sys00-mobile", text("138 0000"), "phoneNo problem"),
      ("sys00-confirmJoinTime", text("2020-02-29"), "hireDate 2020-02-29"),
      ("sys00-confirmJoinTime", text("2021-02-29"), "hireDate problem"),
      ("sys00-confirmJoinTime", text("2021-2-9"), "hireDate problem"),
      ("sys02-sexType", text("0", "男"), "gender MAN"),
      ("sys02-sexType", text("1", "女"), "gender WOMAN"),
      ("sys02-sexType", text("2", "其他"), "gender problem"),
      ("sys02-sexType", text("0"), "gender problem"),
      ("sys01-positionLevel", text("k7", "P7"), "classPositionBizCode L07"),
      ("sys01-positionLevel", text("k8", "P8"), "classPositionBizCode problem"),
      ("sys05-contractCompanyName", text("c", "某公司"), "defaultLegalEntityBizCode problem"),
      ("sys02-certNo", text("110101199003070000"), "none"),
      ("sys00-remark", text("x"), "none"),
    ] as [(FieldCode, Content, String)]
  )
  func `a value crosses as the table says, or not at all`(
    field: FieldCode,
    content: Content,
    expected: String
  ) throws {
    let mappings = try #require(Self.levels)
    guard let row = mappings.row(of: field) else {
      #expect(expected == "none")
      return
    }
    let reported =
      switch row.value(of: content) {
      case .value(let value): value.text
      case .nothing: "nothing"
      case .problem: "problem"
      }
    #expect("\(row.maycur) \(reported)" == expected)
  }

  private static func field(_ code: FieldCode, _ options: [FieldOption]? = nil)
    -> FieldDescription
  {
    FieldDescription(
      code: code,
      name: code,
      group: "g",
      groupName: "g",
      isDetail: false,
      type: nil,
      isDerived: false,
      options: options
    )
  }

  private static let catalog = [
    field("sys00-email"), field("sys00-mobile"), field("sys00-confirmJoinTime"),
    field(
      "sys02-sexType",
      [FieldOption(value: "k0", label: "男"), FieldOption(value: "k1", label: "女")]
    ),
    field("sys01-positionLevel", [FieldOption(value: "o7", label: "P7")]),
    field("sys05-contractCompanyName"),
    field("sys00-tel", [FieldOption(value: "8001", label: "一")]),
  ]

  @Test(
    arguments: [
      ("email", text("a@x"), "sys00-email a@x"),
      ("email", text(""), "sys00-email nothing"),
      ("email", .item(value: .json("1"), label: .missing), "sys00-email problem"),
      ("phoneNo", text("13800000001"), "sys00-mobile 13800000001"),
      ("phoneNo", text("91234567"), "sys00-mobile problem"),
      ("hireDate", text("2020-02-29"), "sys00-confirmJoinTime 2020-02-29"),
      ("hireDate", text("2021-02-29"), "sys00-confirmJoinTime problem"),
      ("gender", text("WOMAN"), "sys02-sexType k1"),
      ("gender", text("ALIEN"), "sys02-sexType problem"),
      // One label of the table has no option, one code has two labels, one has one.
      ("classPositionBizCode", text("L06"), "sys01-positionLevel problem"),
      ("classPositionBizCode", text("L07"), "sys01-positionLevel o7"),
      ("classPositionBizCode", text("L09"), "sys01-positionLevel problem"),
      ("classPositionBizCode", text("L10"), "sys01-positionLevel problem"),
      ("defaultLegalEntityBizCode", text("C1"), "sys05-contractCompanyName 某公司"),
      ("employeeNickName", text("8001"), "sys00-tel 8001"),
      ("employeeNickName", text("8002"), "sys00-tel problem"),
      ("roleNames", text("x"), "none"),
      ("idInfo[ID_CARD].idNumber", text("110101199003070000"), "none"),
    ] as [(FieldCode, Content, String)]
  )
  func `a value goes back where the way back is one, or not at all`(
    field: FieldCode,
    content: Content,
    expected: String
  ) throws {
    let mappings = try FieldMappings.standard.overridden(by: [
      FieldMapping(
        "sys01-positionLevel",
        "classPositionBizCode",
        .table(["P6": "L06", "P7": "L07", "P8": "L09", "P9": "L09"])
      ),
      FieldMapping(
        "sys05-contractCompanyName",
        "defaultLegalEntityBizCode",
        .table(["某公司": "C1"])
      ),
      FieldMapping("sys00-tel", "employeeNickName", .text),
    ])
    guard let row = mappings.row(ofMaycur: field) else {
      #expect(expected == "none")
      return
    }
    let described = Self.catalog.first { $0.code == row.dingtalk }
    let reported =
      switch row.original(of: content, field: described) {
      case .value(let value): value.text
      case .nothing: "nothing"
      case .problem: "problem"
      }
    #expect("\(row.dingtalk) \(reported)" == expected)
    guard case .problem = row.original(of: content, field: nil) else {
      Issue.record("a value went back into a field that nobody described")
      return
    }
  }

  @Test func `a field has one row, and one that is off may be beside another`() throws {
    #expect(throws: MappingError.fieldTwice("email")) {
      try FieldMappings.standard.overridden(by: [FieldMapping("sys00-remark", "email", .text)])
    }
    #expect(throws: MappingError.fieldTwice("sys00-tel")) {
      try FieldMappings([
        FieldMapping("sys00-tel", "email", .text), FieldMapping("sys00-tel", "phoneNo", .text),
      ])
    }
    let other = try FieldMappings.standard.overridden(by: [
      FieldMapping("sys00-email", "email", .text, isOn: false),
      FieldMapping("sys00-tel", "email", .text),
    ])
    #expect(other.row(of: "sys00-email") == nil)
    #expect(other.row(of: "sys00-tel")?.maycur == "email")
    #expect(other.row(of: "sys00-mobile")?.maycur == "phoneNo")
  }

  @Test func `a problem says which value and what to do, without the phone itself`() throws {
    let row = try #require(FieldMappings.standard.row(of: "sys00-mobile"))
    guard case .problem(let why) = row.value(of: Self.text("+852-91234567")) else {
      Issue.record("a foreign phone crossed over")
      return
    }
    #expect(!why.contains("91234567"))
    let described = Self.field("sys00-mobile")
    guard case .problem(let back) = row.original(of: Self.text("91234567"), field: described) else {
      Issue.record("a phone of no country went back")
      return
    }
    #expect(!back.contains("91234567"))
  }
}
