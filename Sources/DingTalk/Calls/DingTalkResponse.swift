import RemoteAPI
import Roster
import VerbatimJSON

/// A successful response, not yet read, and when it came.
typealias DingTalkResponse = CallResponse<ResponseContent>

extension DingTalkResponse {
  /// DingTalk's request id; nil if it gave none.
  var requestID: String? {
    switch content {
    case .document(let json): json["request_id"]?.text
    case .listed(let listed): listed.requestID
    }
  }

  /// Parses the response; a malformed one becomes the call's error.
  func read<Value>(
    _ call: DingTalkCall,
    with body: (JSON) throws(MalformedDingTalkResponse) -> Value
  ) throws(DingTalkError) -> Value {
    try content(of: call) { content throws(MalformedDingTalkResponse) in
      guard case .document(let json) = content else {
        throw MalformedDingTalkResponse("is no document")
      }
      return try body(json)
    }
  }

  /// Parses a page of the roster; a malformed one becomes the call's error.
  func read(
    _ call: DingTalkCall,
    to question: RosterQuestion
  ) throws(DingTalkError) -> RosterResponse {
    try content(of: call) { content throws(MalformedDingTalkResponse) in
      switch content {
      case .document(let json):
        try RosterResponse(
          try ListedUsers(v2list: call.isNewer ? json.inOlderNames : json),
          to: question,
          response: self
        )
      case .listed(let listed):
        try RosterResponse(listed, to: question, response: self)
      }
    }
  }

  private func content<Value>(
    of call: DingTalkCall,
    _ body: (ResponseContent) throws(MalformedDingTalkResponse) -> Value
  ) throws(DingTalkError) -> Value {
    do {
      return try body(content)
    } catch {
      throw .malformed(api: call.api, path: error.path, problem: error.problem)
    }
  }
}

/// The content of a successful response, as far as it was parsed when it was judged.
enum ResponseContent: Equatable {
  /// A document, not yet understood.
  case document(JSON)
  /// A page of the roster, parsed without a JSON document.
  case listed(ListedUsers)
}
