import RemoteAPI
package import Roster
import VerbatimJSON

/// DingTalk's confirmation that it has accepted an update.
package struct UpdateAcknowledgement: Hashable, Sendable {
  /// DingTalk's request id; nil if it gave none.
  package let requestID: String?
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
}

extension DingTalkClient {
  /// Writes to one user, in one attempt, since only the caller can know whether another may be
  /// made.
  ///
  /// If the token was refused, it is renewed and the call made once more: a refused token changed
  /// nothing.
  ///
  /// - Parameter update: What to write.
  /// - Returns: DingTalk's confirmation.
  /// - Throws: Why there is none; `mayHaveBeenApplied` says whether DingTalk may have applied it
  ///   nevertheless.
  package func update(
    _ update: RosterUpdate
  ) async throws(DingTalkError) -> UpdateAcknowledgement {
    let call = DingTalkCall.update(update, agentID: agentID)
    let response = try await response(to: call)
    return try response.read(call) { json throws(MalformedDingTalkResponse) in
      if let result = try json.optionalMember("result"), result.boolean != true {
        throw MalformedDingTalkResponse("result", "is not true, although there is no error code")
      }
      return UpdateAcknowledgement(
        requestID: response.requestID,
        askedAt: response.askedAt,
        receivedAt: response.receivedAt
      )
    }
  }
}
