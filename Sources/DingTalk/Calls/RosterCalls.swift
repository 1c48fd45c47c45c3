import RemoteAPI
import VerbatimJSON

extension DingTalkCall {
  /// Requests a token, with the secret in the query as DingTalk demands.
  static func token(of configuration: DingTalkConfiguration) -> DingTalkCall {
    DingTalkCall(
      api: "gettoken",
      method: .get,
      path: "/gettoken",
      query: [
        ("appkey", Secret(configuration.appKey)), ("appsecret", configuration.appSecret),
      ],
      needsToken: false,
      resultKey: "access_token"
    )
  }

  /// Requests a page of the active users: 试用, 正式, 待离职 and 无状态.
  ///
  /// The agent id is not among its documented parameters; it is sent as in the other calls of the
  /// roster.
  static func activeUsers(from cursor: Int64, agentID: Int64) -> DingTalkCall {
    DingTalkCall(
      api: "queryonjob",
      method: .post,
      path: "/topapi/smartwork/hrm/employee/queryonjob",
      body: [
        "agentid": .integer(agentID), "status_list": "2,3,5,-1", "offset": .integer(cursor),
        "size": .integer(DingTalkClient.usersPerPage),
      ]
    )
  }

  /// Asks which fields there are.
  static func catalog(agentID: Int64) -> DingTalkCall {
    DingTalkCall(
      api: "roster/meta/get",
      method: .post,
      path: "/topapi/smartwork/hrm/roster/meta/get",
      body: ["agentid": .integer(agentID)]
    )
  }

  /// Requests fields of users; without a filter, all fields.
  static func list(_ question: RosterQuestion, agentID: Int64) -> DingTalkCall {
    var body = [
      JSON.Member(key: "agentid", value: .integer(agentID)),
      JSON.Member(key: "userid_list", value: .string(question.userList)),
    ]
    if !question.fields.isEmpty {
      body.append(JSON.Member(key: "field_filter_list", value: .string(question.fieldList)))
    }
    return DingTalkCall(
      api: "v2/list",
      method: .post,
      path: "/topapi/smartwork/hrm/employee/v2/list",
      body: .object(body),
      answersWithRoster: true
    )
  }

  /// The name in errors of a call that writes.
  static let updateAPI = "v2/update"

  /// Writes to one user.
  static func update(_ update: RosterUpdate, agentID: Int64) -> DingTalkCall {
    DingTalkCall(
      api: updateAPI,
      method: .post,
      path: "/topapi/smartwork/hrm/employee/v2/update",
      body: RosterUpdateRequest(agentID: .integer(agentID), update: update).json,
      isRepeatable: false
    )
  }
}
