import Roster
import VerbatimJSON

/// The calls of `api.dingtalk.com`: the token is in a header, codes are words, and HTTP statuses
/// count.
extension Simulation {
  mutating func newerAnswer(_ endpoint: Endpoint, _ call: Call, now: Instant) -> SimulatedResponse {
    do throws(NewerRefusal) {
      guard call.method == endpoint.method else { throw .notFound }
      guard isAdmitted(endpoint, now: now, limit: limits.callsPerSecond) else { throw .throttled }
      if endpoint == .apiToken { return try newerToken(call, now: now) }
      if endpoint == .userToken { return try userToken(call) }
      if endpoint == .me { return try me(call) }
      if endpoint == .gateway { return try openConnection(call, now: now) }
      guard let token = call.headers["x-acs-dingtalk-access-token"], accepts(token, now: now) else {
        throw .badToken
      }
      guard permissions.contains(.read) else { throw .noPermission }
      switch endpoint {
      case .apiList: return try newerList(call, now: now)
      case .dismissions: return try dismissions(call)
      default: return try dimissionInfos(call)
      }
    } catch {
      return .newerRefusal(error, requestID: requestID())
    }
  }

  /// The response of a call of the newer family with a fault.
  mutating func newerFailure(_ fault: Fault) -> SimulatedResponse {
    let refusal: NewerRefusal
    switch fault {
    case .serverError: return .internalError
    case .banPage: return .banPage
    case .banObject: return .banObject
    case .reply(let response): return response
    case .busy, .nack: refusal = .systemError
    case .code(let code): refusal = NewerRefusal(400, code, "系统繁忙")
    case .quota: refusal = .quota
    case .expireToken:
      expireTokens()
      refusal = .badToken
    default: refusal = .throttled
    }
    return .newerRefusal(refusal, requestID: requestID())
  }

  private func accepts(_ token: String, now: Instant) -> Bool {
    newerService.accepts(token, now: now)
      || (quirks.tokens == .shared && olderService.accepts(token, now: now))
  }

  private mutating func newerToken(_ call: Call, now: Instant) throws(NewerRefusal)
    -> SimulatedResponse
  {
    guard let body = try? JSON(parsing: call.body), body["appKey"]?.text == credentials.appKey,
      body["appSecret"]?.text == credentials.appSecret
    else { throw .wrongSecret }
    let isShared = quirks.tokens == .shared
    let token = isShared ? olderService.issue(now: now) : newerService.issue(now: now)
    let response: JSON = [
      "expireIn": .integer(limits.tokenLife), "accessToken": .string(token),
    ]
    return SimulatedResponse(body: response.bytes, code: 0)
  }

  /// `rosters/lists/query`: the contents of `v2/list`, with the newer family's names.
  private mutating func newerList(_ call: Call, now: Instant) throws(NewerRefusal)
    -> SimulatedResponse
  {
    switch quirks.newerRead {
    case .served: break
    case .noPermission: throw .noPermission
    case .notFound: throw .notFound
    }
    guard let body = try? JSON(parsing: call.body), let users = body["userIdList"]?.elements else {
      throw .invalidParameter
    }
    guard users.allSatisfy({ $0.text != nil }) else { throw .missingString }
    let parameters = RequestBody(body.renamed { NewerNames.request[$0] })
    guard parameters.integer("agentid") == credentials.agentID,
      users.count <= limits.usersPerRead,
      parameters.list("field_filter_list").count <= limits.fieldsPerRead
    else { throw .invalidParameter }
    let kept = quirks.unknownUser
    defer { quirks.unknownUser = kept }
    quirks.unknownUser = quirks.newerUnknownUser == .failsCall ? .failsCall : .omitted
    let response: SimulatedResponse
    do throws(SandboxRefusal) {
      response = try list(parameters, now: now)
    } catch {
      throw .invalidParameter
    }
    guard let result = (try? JSON(parsing: response.body))?["result"] else { throw .systemError }
    let showsKeys = body["text2SelectConvert"]?.boolean ?? (quirks.newerSelects == .keys)
    let shown = showsKeys ? result : labelled(result)
    let document: JSON = ["result": shown.renamed { NewerNames.response[$0] }]
    return SimulatedResponse(body: document.bytes, code: 0)
  }

  /// The same people with the labels of select fields for their values.
  private func labelled(_ people: JSON) -> JSON {
    let fields = company.catalog.groups.lazy.flatMap(\.fields)
    let selects = Set(fields.filter { $0.kind == .select }.map(\.code.text))
    return .array(
      (people.elements ?? []).map { person in
        person.elements(of: "field_data_list") { fields in
          fields.map { field in
            guard let code = field["field_code"]?.text, selects.contains(code) else { return field }
            return field.elements(of: "field_value_list") { items in
              items.map { item in item.changing("value") { item["label"] ?? $0 } }
            }
          }
        }
      }
    )
  }
}
