package import Roster
import VerbatimJSON

/// A page of the roster that shows what its fields are called.
package struct RosterSample: Sendable {
  /// What came back.
  package let answer: RosterResponse
  /// The fields that came back, of whichever user.
  package let fields: Set<NamedField>

  package init(answer: RosterResponse, fields: Set<NamedField>) {
    self.answer = answer
    self.fields = fields
  }
}

extension DingTalkClient {
  /// What fields of some users hold, and what these fields are called.
  ///
  /// - Parameters:
  ///   - users: Whom to ask for: 1 to 100 users.
  ///   - fields: What to ask for: 1 to 100 fields; nil to send no filter, which asks for all fields
  ///     that the app may see (K1611). Then the response counts nothing as asked for.
  /// - Returns: What came back.
  /// - Throws: Why there is no response.
  package func sample(
    users: [Verbatim],
    fields: [FieldCode]?
  ) async throws(DingTalkError) -> RosterSample {
    let question = try RosterQuestion(users: users, fields: fields)
    // By the calls that the run has chosen, so that values are shown as they are elsewhere in it.
    let isNewer = await rosterAPI == .new
    var call =
      isNewer
      ? DingTalkCall.newerList(question, agentID: agentID)
      : DingTalkCall.list(question, agentID: agentID)
    // Read as a document: a scanned page has no names.
    call.answersWithRoster = false
    let answer = try await answer(to: call)
    return try answer.read(call) { json throws(MalformedDingTalkResponse) in
      let page = isNewer ? json.inOlderNames : json
      let listed = try ListedUsers(v2list: page)
      return RosterSample(
        answer: try RosterResponse(listed, to: question, answer: answer),
        fields: NamedField.all(in: page)
      )
    }
  }
}

extension NamedField {
  /// The fields of a response of `v2/list`; what is malformed there names nothing.
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
