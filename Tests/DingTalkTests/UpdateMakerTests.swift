@testable import DingTalk
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// What is wanted of a user, and the body that writes it.
@Suite struct UpdateMakerTests {
  private let maker = UpdateMaker(
    Dictionary(
      [
        field("sys00-name", "姓名", group: "sys00"),
        field("sys00-remark", "备注", group: "sys00"),
        field("sys00-dept", "部门", group: "sys00"),
        field("sys00-deptIds", "部门id列表", group: "sys00"),
        field("sys00-mainDeptId", "主部门id", group: "sys00"),
        field("sys00-mainDept", "主部门", group: "sys00"),
        field("sys00-reportManager", "直属主管", group: "sys00"),
        field("sys00-entryAge", "司龄", group: "sys00", isDerived: true),
        field("sys-authRealName", "实人认证", group: "sys", type: "NONE"),
        field("sys08-personalPhoto", "员工照片", group: "sys08", type: "DDPhotoField"),
        field("sys02-marriage", "婚姻状况", group: "sys02", options: ["0": "未婚", "1": "已婚"]),
        field("sys03-highestEdu", "学历", group: "sys03", isDetail: true),
        field("sys03-graduateSchool", "毕业院校", group: "sys03", isDetail: true),
        field("sys03-graduationTime", "毕业时间", group: "sys03", isDetail: true),
      ].map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  )

  private static func field(
    _ code: FieldCode,
    _ name: Verbatim,
    group: Verbatim,
    isDetail: Bool = false,
    type: Verbatim = "TextField",
    isDerived: Bool = false,
    options: KeyValuePairs<Verbatim, Verbatim> = [:]
  ) -> FieldDescription {
    FieldDescription(
      code: code,
      writeCode: group == "sys00" ? name : nil,
      name: name,
      group: group,
      groupName: group,
      isDetail: isDetail,
      type: type,
      isDerived: isDerived,
      options: options.isEmpty ? nil : options.map { FieldOption(value: $0.key, label: $0.value) }
    )
  }

  private func edit(_ field: FieldCode, _ item: Int, _ value: Verbatim) -> CellEdit {
    CellEdit(CellAddress(field, item), .set(.text(value)))
  }

  /// The example of the vendor's page, as the seed prints it.
  private func printed() throws -> JSON {
    let text = try Repository.text("Tests/DingTalkTests/Golden/update-example.json")
    return try JSON(parsing: Array(text.utf8))
  }

  @Test func `the vendor's own example is made field for field`() throws {
    let rows: [(Verbatim, Verbatim, Verbatim)] = [
      ("1", "清华大学", "2020-09-01"), ("2", "清华附中", "2016-09-01"), ("3", "清华附小", "2010-09-01"),
    ]
    let edits = rows.enumerated().flatMap { index, row in
      [
        edit("sys03-highestEdu", index, row.0), edit("sys03-graduateSchool", index, row.1),
        edit("sys03-graduationTime", index, row.2),
      ]
    }
    let update = try maker.update(of: "user456", edits: edits, additions: [])
    let body = RosterUpdateRequest(agentID: "23470561", update: update)
    #expect(body.json.bytes == (try printed().bytes))
  }

  @Test func `a whole body survives reading and writing, unknown keys and all`() throws {
    #expect(try RosterUpdateRequest(parsing: printed()).json == printed())
    let odd = #"""
      {"agentid":7,"param":{"groups":[{"group_id":"g","sections":[{"section":[{"field_code":"f",
      "value":null,"x":1.00}],"y":[]}],"z":{}}],"userid":"u","w":true},"v":"é"}
      """#
    let json = try JSON(parsing: Array(odd.utf8))
    #expect(try RosterUpdateRequest(parsing: json).json == json)
  }

  @Test(arguments: [
    ("{}", "agentid"), (#"{"agentid":1,"param":{}}"#, "param.userid"),
    (#"{"agentid":1,"param":{"userid":"u"}}"#, "param.groups"),
    (
      #"{"agentid":1,"param":{"userid":"u","groups":[{"group_id":"g","sections":"#
        + #"[{"old_index":-1,"section":[]}]}]}}"#, "param.groups[0].sections[0].old_index"
    ),
  ])
  func `a body that is none is refused with the place`(text: String, path: String) throws {
    let json = try JSON(parsing: Array(text.utf8))
    let error = #expect(throws: MalformedUpdate.self) { try RosterUpdateRequest(parsing: json) }
    #expect(error?.path == path)
  }

  @Test func `an edit has an index, 0 included, and an added item has none`() throws {
    let update = try maker.update(
      of: "u1",
      edits: [
        edit("sys00-name", 0, "王芳"), edit("sys03-highestEdu", 1, "9"),
        CellEdit(CellAddress("sys00-remark"), .clear),
      ],
      additions: [
        ItemAddition(
          group: "sys03",
          fields: [FieldEdit("sys03-graduateSchool", .set(.text("北大")))]
        )
      ]
    )
    #expect(
      update.json.compact == #"""
        {"groups":[{"group_id":"sys00","sections":[{"old_index":0,"section":[\#
        {"field_code":"姓名","value":"王芳"},{"field_code":"备注","value":""}]}]},\#
        {"group_id":"sys03","sections":[{"old_index":1,"section":[\#
        {"field_code":"sys03-highestEdu","value":"9"}]},{"section":[\#
        {"field_code":"sys03-graduateSchool","value":"北大"}]}]}],"userid":"u1"}
        """#
    )
  }

  @Test(
    arguments: [
      ("sys00-dept", 0, "x", "contacts"), ("sys00-deptIds", 0, "1|2", "contacts"),
      ("sys00-reportManager", 0, "x", "contacts"), ("sys00-entryAge", 0, "3", "computes"),
      ("sys00-mainDept", 0, "x", "sys00-mainDeptId"),
      ("sys-authRealName", 0, "x", "own"), ("sys08-personalPhoto", 0, "x", "attachment"),
      ("sys00-name", 1, "x", "one item only"), ("sys00-nmae", 0, "x", "no field"),
      ("sys02-marriage", 0, "未婚", "0 (未婚), 1 (已婚)"),
    ] as [(FieldCode, Int, Verbatim, String)]
  )
  func `what cannot be written is refused with the reason`(
    field: FieldCode,
    item: Int,
    value: Verbatim,
    word: String
  ) {
    let refusals = maker.refusals(edits: [edit(field, item, value)], additions: [])
    #expect(refusals.map(\.field) == [field])
    #expect(refusals.first?.message.contains(word) == true)
    #expect(throws: UpdateRefusal.self) {
      try maker.update(of: "u", edits: [edit(field, item, value)], additions: [])
    }
  }

  @Test func `the main department may be written, and an item only added to its own group`() {
    #expect(maker.refusals(edits: [edit("sys00-mainDeptId", 0, "5")], additions: []).isEmpty)
    let astray = ItemAddition(group: "sys06", fields: [FieldEdit("sys03-highestEdu", .clear)])
    let single = ItemAddition(group: "sys00", fields: [FieldEdit("sys00-name", .clear)])
    #expect(maker.refusals(edits: [], additions: [astray, single]).count == 2)
  }
}
