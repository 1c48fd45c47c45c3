import Ledger
package import LedgerHistory
package import Roster

/// A request to find or to state links between users.
package struct LinkRequest: Sendable {
  /// Where the links come from.
  package var ground: LinkEvidence
  /// Who runs it, and why.
  package var author: Author

  package init(ground: LinkEvidence, author: Author) {
    self.ground = ground
    self.author = author
  }
}

/// Where the links of a request come from.
package enum LinkEvidence: Hashable, Sendable {
  /// Maycur's look-up, five ids a call, for everybody who is active or for these users.
  case lookUp(users: [Verbatim]?)
  /// Job numbers are compared with Maycur's keys, as Maycur compares keys.
  case jobNumbers
  /// An administrator states them; this also confirms a changed link.
  case administrator([UserPair])
  /// An administrator states that they are not one person.
  case unlinking([UserPair])
}

/// What a linking added to the log, and what ended it early, if anything did.
package struct LinkResult: Sendable {
  /// The operation's number.
  package let operation: OperationNumber
  /// How it ended.
  package let status: OperationStatus
  /// How many people were asked for.
  package let asked: Int
  /// How many links are new, or confirmed.
  package let linked: Int
  /// How many were known already.
  package let unchanged: Int
  /// How many ended.
  package let unlinked: Int
  /// The people whom Maycur does not know.
  package let absent: [Verbatim]
  /// The links that have a problem now, and the people without one.
  package let problems: [LinkSummary]
  /// The error that ended it; what was found before is in the log.
  package let error: (any UserFacingError)?
}

/// Why no users were linked.
package enum LinkError: UserFacingError, Hashable {
  /// The ledger has no DingTalk user with this key.
  case unknownUser(Verbatim)
  /// A user is named twice.
  case twice(Verbatim)
  /// A pair to unlink is not linked.
  case notLinked(UserPair)

  package var errorCode: ErrorCode {
    switch self {
    case .unknownUser: ErrorCode("linkUserUnknown", .usage)
    case .twice: ErrorCode("linkTwice", .usage)
    case .notLinked: ErrorCode("notLinked", .usage)
    }
  }

  package var message: String {
    switch self {
    case .unknownUser(let user):
      "The ledger knows no DingTalk user \(user). Check the userid, or fetch first."
    case .twice(let user):
      "\(user) is named twice. Link each user to one."
    case .notLinked(let pair):
      "\(pair.dingtalk) and \(pair.maycur) are not linked. 'links' lists who is."
    }
  }
}

/// A source that knows which users are one person: Maycur, or its substitute in a test.
package protocol PersonLookUp: Sendable {
  /// The largest number of people in one look-up.
  var maximum: Int { get }

  /// Looks up DingTalk users in Maycur.
  ///
  /// - Parameter users: Their userids, at most `maximum`.
  /// - Returns: The pairs of those whom Maycur knows.
  /// - Throws: Why there is no response.
  func find(_ users: [Verbatim]) async throws -> [UserPair]
}
