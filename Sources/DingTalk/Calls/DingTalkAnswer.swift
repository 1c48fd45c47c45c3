import Roster
import VerbatimJSON

/// What a successful answer holds, as far as it was read when it was judged.
enum AnswerContent: Equatable {
  /// A document, not yet understood.
  case document(JSON)
  /// A page of the roster, read without a document between.
  case listed(ListedUsers)
}

/// A successful answer, not yet read, and when it came.
struct DingTalkAnswer: Sendable {
  let content: AnswerContent
  let askedAt: Instant
  let receivedAt: Instant

  /// DingTalk's id of the call, where it gave one.
  var requestID: String? {
    switch content {
    case .document(let json): json["request_id"]?.text
    case .listed(let listed): listed.requestID
    }
  }

  /// Reads the answer; what is malformed becomes the call's error.
  func read<Content>(
    _ call: DingTalkCall,
    with body: (JSON) throws(MalformedAnswer) -> Content
  ) throws(DingTalkError) -> Content {
    try content(of: call) { content throws(MalformedAnswer) in
      guard case .document(let json) = content else { throw MalformedAnswer("is no document") }
      return try body(json)
    }
  }

  /// Reads a page of the roster; what is malformed becomes the call's error.
  func read(
    _ call: DingTalkCall,
    to question: RosterQuestion
  ) throws(DingTalkError) -> RosterAnswer {
    try content(of: call) { content throws(MalformedAnswer) in
      switch content {
      case .document(let json):
        try RosterAnswer(
          try ListedUsers(v2list: call.isNewer ? json.inOlderNames : json),
          to: question,
          answer: self
        )
      case .listed(let listed):
        try RosterAnswer(listed, to: question, answer: self)
      }
    }
  }

  private func content<Content>(
    of call: DingTalkCall,
    _ body: (AnswerContent) throws(MalformedAnswer) -> Content
  ) throws(DingTalkError) -> Content {
    do {
      return try body(content)
    } catch {
      throw .malformed(api: call.api, path: error.path, problem: error.problem)
    }
  }
}
