package import DingTalk
package import Roster

/// The next action of a fetch.
package enum FetchAction: Hashable, Sendable {
  /// Call the system; an event has the response or the failure.
  case call(FetchCall)
  /// Stop waiting for the calls in flight; each of them still ends in an event.
  case abandonCalls
  /// Append to the log; `appended` or `notAppended` follows.
  case append(FetchRecord)
  /// Close the operation.
  ///
  /// No event follows.
  case close(OperationStatus)
}

/// Some users and some fields that one call lists.
package struct FetchPage: Hashable, Sendable {
  /// The page's number, from 1, in the order in which pages were made.
  package let number: Int
  /// The users: at most a hundred.
  package let users: [Verbatim]
  /// The fields: at most a hundred, sorted.
  package let fields: [FieldCode]
}

/// A question to the system.
package enum FetchCall: Hashable, Sendable {
  /// The fields of the system.
  case catalog
  /// The active users, from this cursor on.
  case users(from: Int64)
  /// The values of some fields of some users.
  case list(FetchPage)
  /// The values and names of some fields of some users; nil for all fields.
  case sample([Verbatim], fields: [FieldCode]?)
}

/// The failure of a call without a response.
package struct CallFailure: Sendable {
  /// What a failure means for the fetch.
  package enum Meaning: Hashable, Sendable {
    /// A single user of the page may be the cause; the system's code and message.
    case mayConcernOneUser(code: String?, message: Verbatim?)
    /// The system cannot be reached: what is recorded is right, and a later fetch can read more.
    case interruption
    /// A person stopped the fetch while it waited.
    case cancellation
    /// The system refuses, or its response cannot be understood.
    case refusal
  }

  /// What a failure means for the fetch.
  package let meaning: Meaning
  /// The error, for people.
  package let error: any UserFacingError
  /// When the call left.
  package let askedAt: Instant
  /// When the failure was known.
  package let receivedAt: Instant
}

/// What happened to a fetch.
package enum FetchEvent: Sendable {
  /// The operation is open.
  case began
  /// The fields were described.
  case cataloged(CatalogResponse)
  /// A page of the user list arrived.
  case enumerated(UserListPage)
  /// The response for a page arrived.
  case listed(FetchPage, RosterResponse)
  /// The response with the names of fields arrived.
  case sampled(fields: [FieldCode]?, RosterSample)
  /// A call brought no response.
  case failed(FetchCall, CallFailure)
  /// The record is committed.
  case appended
  /// The user list is committed; these of its users were erased, and are not asked for.
  case appendedWithout(Set<Verbatim>)
  /// The record could not be appended.
  case notAppended(any UserFacingError)
  /// A person stops the fetch.
  case cancelled
}

/// Something to append to the log.
package enum FetchRecord: Hashable, Sendable {
  /// The catalog of the system.
  case catalog(CatalogResponse)
  /// The user list.
  case enumeration(Enumeration)
  /// A response about users.
  case answer(RosterResponse)
}
