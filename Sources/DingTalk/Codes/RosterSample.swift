package import Roster
import VerbatimJSON

/// A page of the roster that shows the names of its fields.
package struct RosterSample: Sendable {
  /// The response.
  package let response: RosterResponse
  /// The fields that were returned for at least one user.
  package let fields: Set<NamedField>
}

extension DingTalkClient {
  /// Requests fields of some users together with the fields' names.
  ///
  /// - Parameters:
  ///   - users: 1 to 100 users.
  ///   - fields: 1 to 100 fields; nil to send no filter, which returns all fields that the app may
  ///     read, as DingTalk documents for `v2/list`. Then no field counts as asked for.
  /// - Returns: The response.
  /// - Throws: Why there is no response.
  package func sample(
    users: [Verbatim],
    fields: [FieldCode]?
  ) async throws(DingTalkError) -> RosterSample {
    let question = try RosterQuestion(users: users, fields: fields)
    // With the calls that this run has chosen, so that all values of the run have one form.
    let isNewer = await rosterAPI == .new
    var call =
      isNewer
      ? DingTalkCall.newerList(question, agentID: agentID)
      : DingTalkCall.list(question, agentID: agentID)
    // Parse it as a document: the fast reader skips names.
    call.answersWithRoster = false
    let response = try await response(to: call)
    return try response.read(call) { json throws(MalformedDingTalkResponse) in
      let page = isNewer ? json.inOlderNames : json
      let listed = try ListedUsers(v2list: page)
      return RosterSample(
        response: try RosterResponse(listed, to: question, response: response),
        fields: NamedField.all(in: page)
      )
    }
  }
}

extension NamedField {
  /// The fields of a response of `v2/list`; malformed parts are ignored.
  fileprivate static func all(in json: JSON) -> Set<NamedField> {
    var fields: Set<NamedField> = []
    for user in json["result"]?.elements ?? [] {
      for field in user["field_data_list"]?.elements ?? [] {
        guard let code = field["field_code"]?.text else { continue }
        fields.insert(
          NamedField(
            code: FieldCode(code),
            name: field["field_name"]?.text.map { Verbatim($0) },
            group: field["group_id"]?.text.map { Verbatim($0) }
          )
        )
      }
    }
    return fields
  }
}
