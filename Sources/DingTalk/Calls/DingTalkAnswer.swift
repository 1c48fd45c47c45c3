import Roster
import VerbatimJSON

/// A successful answer, not yet read, and when it came.
struct DingTalkAnswer: Sendable {
  let json: JSON
  let askedAt: Instant
  let receivedAt: Instant

  /// DingTalk's id of the call, where it gave one.
  var requestID: String? { json["request_id"]?.text }

  /// Reads the answer; what is malformed becomes the call's error.
  func read<Content>(
    _ call: DingTalkCall,
    with body: (JSON) throws(MalformedAnswer) -> Content
  ) throws(DingTalkError) -> Content {
    do {
      return try body(json)
    } catch {
      throw .malformed(api: call.api, path: error.path, problem: error.problem)
    }
  }
}
