import DingTalk
import RemoteAPI
import Roster

extension DingTalkClient {
  /// Makes a call of a fetch, and returns the event that follows.
  func event(of call: FetchCall, timekeeper: any Timekeeper) async -> FetchEvent {
    let askedAt = timekeeper.now()
    do throws(DingTalkError) {
      switch call {
      case .catalog:
        return .cataloged(try await catalog())
      case .users(let cursor):
        return .enumerated(try await activeUsers(from: cursor))
      case .list(let page):
        return .listed(page, try await list(users: page.users, fields: page.fields))
      case .sample(let users, let fields):
        return .sampled(fields: fields, try await sample(users: users, fields: fields))
      }
    } catch {
      let failure = CallFailure(
        meaning: error.meaning,
        error: error,
        askedAt: askedAt,
        receivedAt: timekeeper.now()
      )
      return .failed(call, failure)
    }
  }
}

extension FetchCall {
  /// The name of the call in a log, without user keys.
  var label: String {
    switch self {
    case .catalog: "catalog"
    case .users: "users"
    case .list(let page): "page \(page.number) of \(page.users.count) users"
    case .sample(let users, let fields):
      "names of \(fields.map { "\($0.count) fields" } ?? "all fields") of \(users.count) users"
    }
  }
}

extension DingTalkError {
  /// What the error means for a fetch.
  var meaning: CallFailure.Meaning {
    if mayConcernOneUser {
      return .mayConcernOneUser(code: code, message: systemMessage.map { Verbatim($0) })
    }
    switch self {
    case .cancelled, .unanswered(.cancelled, _, _): return .cancellation
    case .unanswered(let error, _, _):
      switch error {
      case .connectionFailed, .connectionLost, .timedOut, .shutDown: return .interruption
      case .badURL, .tooLarge, .cancelled: return .refusal
      }
    default: return .refusal
    }
  }
}
