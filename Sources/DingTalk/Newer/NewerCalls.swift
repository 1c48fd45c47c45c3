import RemoteAPI
import Roster
import VerbatimJSON

extension DingTalkCall {
  /// Requests a token of the newer family.
  static func newerToken(of configuration: DingTalkConfiguration) -> DingTalkCall {
    DingTalkCall(
      api: "oauth2/accessToken",
      method: .post,
      path: "/v1.0/oauth2/accessToken",
      body: [
        "appKey": .string(configuration.appKey),
        "appSecret": .string(configuration.appSecret.revealed),
      ],
      isNewer: true,
      needsToken: false,
      resultKey: "accessToken"
    )
  }

  /// Requests fields of users from the newer family.
  ///
  /// The ids are texts, since a number as an id fails the whole call. `text2SelectConvert` is left
  /// out, so that values have the form of the older read.
  static func newerList(_ question: RosterQuestion, agentID: Int64) -> DingTalkCall {
    var members: [JSON.Member] = [
      .init(key: "appAgentId", value: .integer(agentID)),
      .init(key: "userIdList", value: .strings(question.users.map(\.text))),
    ]
    if !question.fields.isEmpty {
      let fields = JSON.strings(question.fields.map(\.text))
      members.append(.init(key: "fieldFilterList", value: fields))
    }
    return DingTalkCall(
      api: "rosters/lists/query",
      method: .post,
      path: "/v1.0/hrm/rosters/lists/query",
      body: .object(members),
      isNewer: true
    )
  }
}

extension JSON {
  /// A response of `rosters/lists/query` with the names of `v2/list`, so that one parser reads
  /// both.
  var inOlderNames: JSON { renamed { JSON.olderNames[$0] } }

  private static let olderNames = [
    "corpId": "corp_id", "userId": "userid", "unionId": "unionid",
    "fieldDataList": "field_data_list", "fieldCode": "field_code", "fieldName": "field_name",
    "groupId": "group_id", "fieldValueList": "field_value_list", "itemIndex": "item_index",
  ]
}
