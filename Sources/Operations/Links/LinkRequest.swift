package import Ledger
package import Roster

/// A request to find out, or to state, who is one person in the two systems.
package struct LinkRequest: Sendable {
  /// How it is known.
  package var ground: LinkEvidence
  /// Who says so, and why.
  package var author: Author

  package init(ground: LinkEvidence, author: Author) {
    self.ground = ground
    self.author = author
  }
}

/// How a request finds out who is one person in the two systems.
package enum LinkEvidence: Hashable, Sendable {
  /// Maycur is asked, in fives, for everybody who is active or for these users.
  case lookUp(users: [Verbatim]?)
  /// Job numbers are compared with Maycur's keys, as Maycur compares keys.
  case jobNumbers
  /// A person says so; this confirms a link that has changed, too.
  case administrator([UserPair])
  /// A person says that they are not.
  case unlinking([UserPair])
}

/// What a linking added to the log.
package struct LinkResult: Hashable, Sendable {
  /// The operation's number.
  package let operation: Int64
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
}

/// What a linking did, and what ended it early, if anything did.
package struct LinkResultOrError: Sendable {
  /// What it added.
  package let result: LinkResult
  /// What ended it; what was found out before is in the log.
  package let error: (any UserFacingError)?
}

/// Why no users were linked.
package enum LinkError: UserFacingError, Hashable {
  /// The ledger knows no DingTalk user of this key.
  case unknownUser(Verbatim)
  /// A user is named twice.
  case twice(Verbatim)
  /// Two who shall be unlinked are not linked.
  case notLinked(UserPair)

  package var name: String {
    switch self {
    case .unknownUser: "linkUserUnknown"
    case .twice: "linkTwice"
    case .notLinked: "notLinked"
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
  /// How many people may be asked for at once.
  var maximum: Int { get }

  /// Asks who some DingTalk users are in Maycur.
  ///
  /// - Parameter users: Their userids, at most `maximum`.
  /// - Returns: Those whom Maycur knows.
  /// - Throws: Why there is no answer.
  func find(_ users: [Verbatim]) async throws -> [UserPair]
}
