package import Roster

/// A call that the sandbox implements.
package enum Endpoint: String, CaseIterable, Hashable, Sendable {
  /// DingTalk `GET /gettoken`.
  case token
  /// DingTalk `POST /topapi/smartwork/hrm/employee/queryonjob`.
  case users
  /// DingTalk `POST /topapi/smartwork/hrm/roster/meta/get`.
  case catalog
  /// DingTalk `POST /topapi/smartwork/hrm/employee/v2/list`.
  case list
  /// DingTalk `POST /topapi/smartwork/hrm/employee/v2/update`.
  case update
  /// Maycur `POST /api/openapi/auth/login`.
  case maycurLogin
  /// Maycur `POST /api/openapi/employee/dingTalk/batch`.
  case maycurBatch
  /// Maycur `POST /api/openapi/employee/search/user/ids`.
  case maycurIDs
  /// DingTalk `POST /v1.0/oauth2/accessToken`.
  case apiToken
  /// DingTalk `POST /v1.0/hrm/rosters/lists/query`.
  case apiList
  /// DingTalk `GET /v1.0/hrm/employees/dismissions`.
  case dismissions
  /// DingTalk `GET /v1.0/hrm/employees/dimissionInfos`.
  case dimissionInfos
  /// DingTalk `POST /topapi/smartwork/hrm/employee/field/grouplist`.
  case fieldGroups
  /// DingTalk `POST /topapi/smartwork/hrm/employee/querypreentry`.
  case preentries
  /// DingTalk `POST /topapi/smartwork/hrm/employee/querydimission`.
  case leavers
  /// DingTalk `POST /topapi/smartwork/hrm/employee/listdimission`.
  case leaverInfos
  /// DingTalk `POST /v1.0/gateway/connections/open`.
  case gateway
  /// The page of DingTalk on which people sign in: `GET /oauth2/auth`.
  case signInPage
  /// DingTalk `POST /v1.0/oauth2/userAccessToken`.
  case userToken
  /// DingTalk `GET /v1.0/contact/users/me`.
  case me
  /// DingTalk `POST /topapi/user/getbyunionid`.
  case userOfUnion

  /// Its path.
  package var path: String {
    switch self {
    case .token: "/gettoken"
    case .users: "/topapi/smartwork/hrm/employee/queryonjob"
    case .catalog: "/topapi/smartwork/hrm/roster/meta/get"
    case .list: "/topapi/smartwork/hrm/employee/v2/list"
    case .update: "/topapi/smartwork/hrm/employee/v2/update"
    case .maycurLogin: "/api/openapi/auth/login"
    case .maycurBatch: "/api/openapi/employee/dingTalk/batch"
    case .maycurIDs: "/api/openapi/employee/search/user/ids"
    case .apiToken: "/v1.0/oauth2/accessToken"
    case .apiList: "/v1.0/hrm/rosters/lists/query"
    case .dismissions: "/v1.0/hrm/employees/dismissions"
    case .dimissionInfos: "/v1.0/hrm/employees/dimissionInfos"
    case .fieldGroups: "/topapi/smartwork/hrm/employee/field/grouplist"
    case .preentries: "/topapi/smartwork/hrm/employee/querypreentry"
    case .leavers: "/topapi/smartwork/hrm/employee/querydimission"
    case .leaverInfos: "/topapi/smartwork/hrm/employee/listdimission"
    case .gateway: "/v1.0/gateway/connections/open"
    case .signInPage: "/oauth2/auth"
    case .userToken: "/v1.0/oauth2/userAccessToken"
    case .me: "/v1.0/contact/users/me"
    case .userOfUnion: "/topapi/user/getbyunionid"
    }
  }

  /// The system of the call.
  package var system: System {
    switch self {
    case .maycurLogin, .maycurBatch, .maycurIDs: .maycur
    default: .dingtalk
    }
  }

  /// The HTTP method it wants.
  package var method: String {
    [.token, .dismissions, .dimissionInfos, .signInPage, .me].contains(self) ? "GET" : "POST"
  }

  /// Whether it belongs to DingTalk's newer family, at `api.dingtalk.com`.
  package var isNewer: Bool { path.hasPrefix("/v1.0/") }

  /// The call at a path, or nil if there is none.
  ///
  /// - Parameter path: The path, without a query.
  package init?(path: String) {
    guard let endpoint = Endpoint.allCases.first(where: { $0.path == path }) else { return nil }
    self = endpoint
  }
}

/// A received call.
package struct Call: Hashable, Sendable {
  /// The HTTP method.
  package var method: String
  /// The path, without the query.
  package var path: String
  /// The query's parameters, decoded; the last one of a name counts.
  package var query: [String: String]
  /// All values of each of the query's parameters, in order.
  package var queries: [String: [String]] = [:]
  /// The headers, by their names in lower case.
  package var headers: [String: String]
  /// The media type of the body; nil if it was not stated.
  package var contentType: String?
  /// The body.
  package var body: [UInt8]

  package init(
    _ method: String,
    _ path: String,
    query: [String: String] = [:],
    headers: [String: String] = [:],
    contentType: String? = "application/json",
    body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.contentType = contentType
    self.body = body
  }
}

/// The response to a call.
package struct SimulatedResponse: Hashable, Sendable {
  /// The HTTP status.
  package var status: Int
  /// The media type of the body.
  package var contentType: String
  /// The body.
  package var body: [UInt8]
  /// The system's error code, 0 for success; nil if the response is not the system's.
  ///
  /// Maycur's ACK is 0, its NACK 1.
  package var code: Int?
  /// Whether the call changed the company, even in part.
  package var isApplied: Bool
  /// Where the browser is sent; nil if it stays.
  package var location: String?
  /// The users whose rows a batch saved, whether or not that changed anything.
  package var saved: [Verbatim] = []

  package init(
    status: Int = 200,
    contentType: String = "application/json;charset=utf-8",
    body: [UInt8],
    code: Int? = nil,
    isApplied: Bool = false
  ) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.code = code
    self.isApplied = isApplied
  }

  /// The body as text.
  package var text: String { String(decoding: body, as: UTF8.self) }
}
