import DingTalk
import Roster
import Testing
import VerbatimJSON

struct CatalogTests {
  private func catalog(_ result: String) async throws -> CatalogResponse {
    let fixture = Fixture()
    let response = #"{"errcode":0,"result":\#(result),"request_id":"r1"}"#
    fixture.transport.script("/roster/meta/get", .json(response))
    let catalog = try await fixture.client.catalog()
    #expect(try fixture.transport.lastBody("/roster/meta/get") == ["agentid": 4711])
    return catalog
  }

  @Test func `fields come with group, type and options`() async throws {
    let response = try await catalog(
      #"""
      [{"group_id":"sys03","group_name":"学历信息","detail":true,"field_meta_info_list":[
        {"field_code":"sys03-highestEdu","field_name":"最高学历","derived":false,
         "field_type":"DDSelectField",
         "option_text":"[{\"label\":\"小学\",\"value\":\"9\"},{\"value\":8,\"label\":\"初中\"}]"},
        {"field_code":"专业","field_name":"所学专业","option_text":""}]},
       {"group_id":"sys02","detail":false,"field_meta_info_list":[
        {"field_code":"sys02-age","field_name":null,"derived":true,"option_text":"[]"}]},
       {"group_id":"empty","group_name":"空"}]
      """#
    )
    #expect(response.system == .dingtalk)
    #expect(response.requestID == "r1")
    #expect(
      response.fields == [
        FieldDescription(
          code: "sys03-highestEdu",
          name: "最高学历",
          group: "sys03",
          groupName: "学历信息",
          isDetail: true,
          type: "DDSelectField",
          isDerived: false,
          options: [FieldOption(value: "9", label: "小学"), FieldOption(value: "8", label: "初中")]
        ),
        FieldDescription(
          code: "sys03-major",
          writeCode: "专业",
          name: "所学专业",
          group: "sys03",
          groupName: "学历信息",
          isDetail: true,
          type: nil,
          isDerived: false,
          options: nil
        ),
        FieldDescription(
          code: "sys02-age",
          name: "",
          group: "sys02",
          groupName: "",
          isDetail: false,
          type: nil,
          isDerived: true,
          options: []
        ),
      ]
    )
  }

  @Test(
    arguments: [
      ("sys00", "sys00-mobile", "手机号", "sys00-mobile", "手机号"),
      ("sys00", "手机号", "手机号", "sys00-mobile", "手机号"),
      ("sys00", "备注", "职位", "sys00-remark", "备注"),
      ("sys00", "移动电话", "手机号", "sys00-mobile", "移动电话"),
      ("sys00", "花名", "花名", "花名", "花名"),
      ("sys00", "sys00-nickName", "花名", "sys00-nickName", "花名"),
      ("sys00", "sys00-tel", "", "sys00-tel", "sys00-tel"),
      ("sys02", "sys02-sexType", "性别", "sys02-sexType", "sys02-sexType"),
      ("sys02", "性别", "性别", "sys02-sexType", "性别"),
      ("custom1", "4f6a", "手机号", "4f6a", "4f6a"),
      ("custom1", "手机号", "手机号", "手机号", "手机号"),
    ] as [(String, String, String, FieldCode, Verbatim)]
  )
  func `a field is read by one code and written by another, whichever the catalog gives`(
    group: String,
    code: String,
    name: String,
    readCode: FieldCode,
    writeCode: Verbatim
  ) async throws {
    let field = #"{"field_code":"\#(code)","field_name":"\#(name)"}"#
    let response = try await catalog(
      #"[{"group_id":"\#(group)","field_meta_info_list":[\#(field)]}]"#
    )
    #expect(response.fields.map(\.code) == [readCode])
    #expect(response.fields.map(\.writeCode) == [writeCode])
  }

  @Test func `two fields never get one read code`() async throws {
    let response = try await catalog(
      #"""
      [{"group_id":"sys00","field_meta_info_list":[
        {"field_code":"手机号","field_name":"手机号"},{"field_code":"电话","field_name":"手机号"},
        {"field_code":"邮箱","field_name":"邮箱"},{"field_code":"sys00-email","field_name":"邮箱"}]}]
      """#
    )
    #expect(response.fields.map(\.code) == ["sys00-mobile", "电话", "邮箱", "sys00-email"])
  }

  @Test(arguments: ["null", "{}", #""x""#])
  func `a catalog without a list is malformed`(result: String) async {
    let error = await #expect(throws: DingTalkError.self) { try await catalog(result) }
    #expect(error?.message.contains("result is not a list") == true, "\(error?.message ?? "")")
  }

  @Test(
    arguments: [
      ("7", nil, "result[0] is not an object"), ("null", nil, "result[0] is not an object"),
      (#"{"group_name":"x"}"#, nil, "result[0].group_id is missing"),
      (
        #"{"group_id":"g","detail":"yes","field_meta_info_list":[{"field_code":"a"}]}"#, "a",
        "result[0].detail is neither true nor false"
      ),
      (field("null"), nil, "result[0].field_meta_info_list[0] is not an object"),
      (field("{}"), nil, "result[0].field_meta_info_list[0].field_code is missing"),
      (
        field(#"{"field_code":"a\u0000"}"#), nil,
        "result[0].field_meta_info_list[0].field_code holds a control character"
      ),
      (
        field(#"{"field_code":"a,b"}"#), "a,b",
        "field_code has a comma, so that no call can ask for it"
      ),
      (
        field(#"{"field_code":"good","field_name":"other"}"#), "good",
        "field_code is there twice, described differently"
      ),
      (field(#"{"field_code":"sex","derived":3}"#), "sex", "derived is neither true nor false"),
      (
        field(#"{"field_code":"sex","option_text":"[{"}"#), "sex",
        "option_text is not JSON: the document ends too early at line 1, column 3"
      ),
      (field(#"{"field_code":"sex","option_text":"{}"}"#), "sex", "option_text is not a list"),
      (field(#"{"field_code":"sex","option_text":5}"#), "sex", "option_text is not a text"),
      (
        field(#"{"field_code":"sex","option_text":"[{\"label\":\"男\"}]"}"#), "sex",
        "option_text[0].value is missing"
      ),
    ] as [(String, FieldCode?, String)]
  )
  func `what cannot be read of a catalog is set aside, and the rest is there`(
    group: String,
    code: FieldCode?,
    problem: String
  ) async throws {
    let good = #"{"group_id":"g","field_meta_info_list":[{"field_code":"good"}]}"#
    let response = try await catalog("[\(group),\(good)]")
    #expect(response.setAside == [SetAside(.description, field: code, problem: problem)])
    #expect(response.fields.contains { $0.code == "good" })
  }

  private static func field(_ field: String) -> String {
    #"{"group_id":"g","field_meta_info_list":[\#(field),{"field_code":"good"}]}"#
  }

  @Test(
    arguments: [
      (#""null""#, nil), (#""""#, nil), ("null", nil),
      (#"[{"value":"1","label":"男"}]"#, [FieldOption(value: "1", label: "男")]),
      (#""[{\"value\":1,\"label\":\"\"}]""#, [FieldOption(value: "1", label: "")]),
    ] as [(String, [FieldOption]?)]
  )
  func `choices come as a text, as a list, or not at all`(
    written: String,
    options: [FieldOption]?
  ) async throws {
    let answer = try await catalog(
      "[\(Self.field(#"{"field_code":"sex","option_text":\#(written)}"#))]"
    )
    #expect(answer.setAside.isEmpty)
    #expect(answer.fields[0].options == options)
  }
}
