package import DingTalk
package import Roster

/// What a fetch wants done next.
package enum FetchAction: Hashable, Sendable {
  /// Ask the system; an event brings the response or the failure.
  case call(FetchCall)
  /// Stop waiting for what is on its way; each such call still ends in an event.
  case abandonCalls
  /// Write into the log; `appended` or `notAppended` follows.
  case append(FetchRecord)
  /// Close the operation. Nothing follows.
  case close(OperationStatus)
}

/// Some users and some fields that one call lists.
package struct FetchPage: Hashable, Sendable {
  /// The page's number, from 1, in the order in which pages were made.
  package let number: Int
  /// Who is asked for: at most a hundred.
  package let users: [Verbatim]
  /// What is asked for: at most a hundred, sorted.
  package let fields: [FieldCode]
}

/// A question to the system.
package enum FetchCall: Hashable, Sendable {
  /// Which fields are there?
  case catalog
  /// Who is active, from this cursor on?
  case users(from: Int64)
  /// What are these fields of these users?
  case list(FetchPage)
  /// What are these fields of these users, and what are they called? All fields where none are
  /// named.
  case sample([Verbatim], fields: [FieldCode]?)
}

/// One page of the list of users.
package struct FetchedUsers: Hashable, Sendable {
  /// Who is on it.
  package let users: [Verbatim]
  /// What stands on it and is no key of a user.
  package let setAside: [SetAside]
  /// Where the next page begins; nil at the end.
  package let next: Int64?
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
  /// The system's id of the call, where it gave one.
  package let requestID: String?

  package init(
    users: [Verbatim],
    setAside: [SetAside] = [],
    next: Int64?,
    askedAt: Instant,
    receivedAt: Instant,
    requestID: String?
  ) {
    self.users = users
    self.setAside = setAside
    self.next = next
    self.askedAt = askedAt
    self.receivedAt = receivedAt
    self.requestID = requestID
  }
}

/// How a call ended that brought no response.
package struct CallFailure: Sendable {
  /// What the failure means for the fetch.
  package enum Meaning: Hashable, Sendable {
    /// One user of the page may be the cause; the system's code and message.
    case mayConcernOneUser(code: String?, message: Verbatim?)
    /// The way to the system is gone: what is kept is right, and more can be had later.
    case interruption
    /// Somebody stopped us while we waited.
    case cancellation
    /// The system refuses, or says what cannot be understood.
    case refusal
  }

  /// What the failure means for the fetch.
  package let meaning: Meaning
  /// The error, for people.
  package let error: any UserFacingError
  /// When the call left.
  package let askedAt: Instant
  /// When it was known to have failed.
  package let receivedAt: Instant

  package init(
    meaning: Meaning,
    error: any UserFacingError,
    askedAt: Instant,
    receivedAt: Instant
  ) {
    self.meaning = meaning
    self.error = error
    self.askedAt = askedAt
    self.receivedAt = receivedAt
  }
}

/// What happened to a fetch.
package enum FetchEvent: Sendable {
  /// The operation is open.
  case began
  /// The fields were described.
  case cataloged(CatalogResponse)
  /// A page of the list of users arrived.
  case enumerated(FetchedUsers)
  /// A page was answered.
  case listed(FetchPage, RosterResponse)
  /// A question for the names of fields was answered.
  case sampled(fields: [FieldCode]?, RosterSample)
  /// A call brought no response.
  case failed(FetchCall, CallFailure)
  /// What was to be appended is committed.
  case appended
  /// The list of users is committed; these of it were erased, and are not asked for.
  case appendedWithout(Set<Verbatim>)
  /// The log did not take what was to be appended.
  case notAppended(any UserFacingError)
  /// Somebody wants it to stop.
  case cancelled
}

/// Something to write into the log.
package enum FetchRecord: Hashable, Sendable {
  /// How the system describes its fields.
  case catalog(CatalogResponse)
  /// Who is active.
  case enumeration(Enumeration)
  /// What came back of some users.
  case answer(RosterResponse)
}
