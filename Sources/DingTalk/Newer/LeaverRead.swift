import RemoteAPI
package import Roster
import VerbatimJSON

extension DingTalkClient {
  /// The number of users that one request about leavers may name.
  package static let maximumLeaversPerCall = 50

  /// Requests when and why users left.
  ///
  /// Only the newer family has this call. A user without a result is no longer visible to the app,
  /// and may be active.
  ///
  /// - Parameter users: 1 to 50 users.
  /// - Returns: The records of those who left.
  /// - Throws: Why there is no response.
  package func leavers(_ users: [Verbatim]) async throws(DingTalkError) -> LeaverResponse {
    let call = DingTalkCall.leavers(users)
    guard 1...Self.maximumLeaversPerCall ~= users.count else {
      throw .invalidQuestion(api: call.api, problem: "it asks for \(users.count) users")
    }
    let response = try await response(to: call)
    return try response.read(call) { json throws(MalformedDingTalkResponse) in
      LeaverResponse(
        system: .dingtalk,
        leavers: [Leaver](dimissionInfos: json, asked: users),
        askedAt: response.askedAt,
        receivedAt: response.receivedAt
      )
    }
  }
}

extension DingTalkCall {
  /// Requests when and why users left; the ids are sent as the JSON of a list of texts.
  fileprivate static func leavers(_ users: [Verbatim]) -> DingTalkCall {
    let list = JSON.strings(users.map(\.text))
    return DingTalkCall(
      api: "employees/dimissionInfos",
      method: .get,
      path: "/v1.0/hrm/employees/dimissionInfos",
      query: [("userIdList", Secret(list.compact))],
      isNewer: true
    )
  }
}

extension [Leaver] {
  /// The members of a record that are kept, as they came.
  private static let kept: Set<String> = [
    "lastWorkDay", "status", "preStatus", "voluntaryReason", "passiveReason", "reasonMemo",
  ]

  /// Parses a response of `dimissionInfos`; records of other users than the requested ones are left
  /// out.
  fileprivate init(dimissionInfos json: JSON, asked: [Verbatim]) {
    var missing = Set(asked)
    self = (json["result"]?.elements ?? []).compactMap { record in
      guard let user = record["userId"]?.text.map({ Verbatim($0) }), missing.remove(user) != nil
      else { return nil }
      let members = (record.members ?? []).filter { Self.kept.contains($0.key) }
      return Leaver(user: user, record: Verbatim(JSON.object(members).compact))
    }
  }
}
