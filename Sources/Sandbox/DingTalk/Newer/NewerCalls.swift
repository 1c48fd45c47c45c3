import Roster
import VerbatimJSON

/// The calls of `api.dingtalk.com`: a token in a header, words for codes, HTTP statuses that mean it.
extension Simulation {
  mutating func newerAnswer(_ endpoint: Endpoint, _ call: Call, now: Instant) -> Answer {
    do throws(NewerRefusal) {
      guard call.method == endpoint.method else { throw .notFound }
      guard isAdmitted(endpoint, now: now, limit: limits.callsPerSecond) else { throw .throttled }
      if endpoint == .apiToken { return try newerToken(call, now: now) }
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

  /// What a fault makes of a call of the newer family.
  mutating func newerFailure(_ fault: Fault) -> Answer {
    let refusal: NewerRefusal
    switch fault {
    case .serverError: return .internalError
    case .banPage: return .banPage
    case .banObject: return .banObject
    case .reply(let answer): return answer
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
    newerDesk.accepts(token, now: now)
      || (doubts.newer.tokens == .shared && desk.accepts(token, now: now))
  }

  private mutating func newerToken(_ call: Call, now: Instant) throws(NewerRefusal) -> Answer {
    guard let body = try? JSON(parsing: call.body), body["appKey"]?.text == credentials.appKey,
      body["appSecret"]?.text == credentials.appSecret
    else { throw .wrongSecret }
    let isShared = doubts.newer.tokens == .shared
    let token = isShared ? desk.issue(now: now) : newerDesk.issue(now: now)
    let answer: JSON = [
      "expireIn": .integer(limits.tokenLife), "accessToken": .string(token),
    ]
    return Answer(body: answer.bytes, code: 0)
  }

  /// `rosters/lists/query`: what `v2/list` says, in the newer family's names.
  private mutating func newerList(_ call: Call, now: Instant) throws(NewerRefusal) -> Answer {
    switch doubts.newer.read {
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
    let kept = doubts.unknownUser
    defer { doubts.unknownUser = kept }
    doubts.unknownUser = doubts.newer.unknownUser == .failsCall ? .failsCall : .omitted
    let answer: Answer
    do throws(Refusal) {
      answer = try list(parameters, now: now)
    } catch {
      throw .invalidParameter
    }
    guard let result = (try? JSON(parsing: answer.body))?["result"] else { throw .systemError }
    let showsKeys = body["text2SelectConvert"]?.boolean ?? (doubts.newer.selects == .keys)
    let shown = showsKeys ? result : labelled(result)
    let document: JSON = ["result": shown.renamed { NewerNames.answer[$0] }]
    return Answer(body: document.bytes, code: 0)
  }

  /// The same people with the labels of select fields for their values.
  private func labelled(_ people: JSON) -> JSON {
    let fields = company.catalogue.groups.lazy.flatMap(\.fields)
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

/// The names of members in the two families.
enum NewerNames {
  /// The older name of a parameter, by the newer one.
  static let request = [
    "appAgentId": "agentid", "userIdList": "userid_list", "fieldFilterList": "field_filter_list",
  ]
  /// The newer name of a member of an answer, by the older one.
  static let answer = [
    "corp_id": "corpId", "userid": "userId", "unionid": "unionId",
    "field_data_list": "fieldDataList", "field_code": "fieldCode", "field_name": "fieldName",
    "group_id": "groupId", "field_value_list": "fieldValueList", "item_index": "itemIndex",
  ]
}
