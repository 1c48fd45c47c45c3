import DingTalk
import Roster
import Testing
import VerbatimJSON

struct CatalogueTests {
  private func catalogue(_ result: String) async throws -> CatalogueAnswer {
    let fixture = Fixture()
    let answer = #"{"errcode":0,"result":\#(result),"request_id":"r1"}"#
    fixture.transport.script("/roster/meta/get", .json(answer))
    let catalogue = try await fixture.client.catalogue()
    #expect(try fixture.transport.lastBody("/roster/meta/get") == ["agentid": 4711])
    return catalogue
  }

  @Test func `fields come with group, type and options`() async throws {
    let answer = try await catalogue(
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
    #expect(answer.system == .dingtalk)
    #expect(answer.requestID == "r1")
    #expect(
      answer.fields == [
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
          code: "专业",
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
      ("null", "result is not a list"), ("[7]", "result[0] is not an object"),
      (#"[{"group_name":"x"}]"#, "result[0].group_id is missing"),
      (#"[{"group_id":"g","detail":"yes"}]"#, "result[0].detail is neither true nor false"),
      (
        #"[{"group_id":"g","field_meta_info_list":[{"field_code":"a"},{}]}]"#,
        "result[0].field_meta_info_list[1].field_code is missing"
      ),
      (
        #"[{"group_id":"g","field_meta_info_list":[{"field_code":"a"},{"field_code":"a"}]}]"#,
        "result[0].field_meta_info_list[1].field_code is there twice"
      ),
      (
        #"[{"group_id":"g","field_meta_info_list":[{"field_code":"sex","option_text":"[{"}]}]"#,
        "result[0].field_meta_info_list[0].option_text of field sex is not JSON"
      ),
      (
        #"[{"group_id":"g","field_meta_info_list":[{"field_code":"sex","option_text":"{}"}]}]"#,
        "option_text of field sex is not a list"
      ),
      (
        #"[{"group_id":"g","field_meta_info_list":[{"field_code":"sex","option_text":[]}]}]"#,
        "option_text is not a text"
      ),
      (
        #"[{"group_id":"g","field_meta_info_list":"#
          + #"[{"field_code":"sex","option_text":"[{\"label\":\"男\"}]"}]}]"#,
        "result[0].field_meta_info_list[0].option_text[0].value of field sex is missing"
      ),
    ]
  )
  func `a malformed catalogue says where`(result: String, problem: String) async {
    let error = await #expect(throws: DingTalkError.self) { try await catalogue(result) }
    #expect(error?.name == "dingtalkMalformedAnswer")
    #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
  }
}
