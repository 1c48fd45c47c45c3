package import Roster

/// The result of a fetch.
package struct FetchResult: Hashable, Sendable {
  /// The operation's number.
  package let operation: OperationNumber
  /// How it ended.
  package let status: OperationStatus
  /// How many users came back, in whole or in part.
  package let users: Int
  /// How many users were requested and did not come back.
  package let notReturned: Int
  /// How many users are new on the user list, including those who returned to it.
  package let joined: Int
  /// How many users are no longer on the user list.
  package let left: Int
  /// How many cells came back.
  package let values: Int
  /// How many cells differ from the last fetch, first observations and gone ones included.
  package let changed: Int
  /// How many cells came back unchanged.
  package let unchanged: Int
  /// How many calls were made, including repeated ones and those for a token.
  package let calls: Int
  /// How long it took.
  package let seconds: Double
  /// The findings; nil if they could not be read.
  package let findings: [Finding]?
}

/// The result of a fetch, and the error that ended it early, if any.
package struct FetchOutcome: Sendable {
  /// The result.
  package let result: FetchResult
  /// The parts that were set aside, for a person to read now: the ledger keeps their number, and
  /// names only users who are in it.
  package let setAside: [SetAside]
  /// The words of `fields.never` that name no field, and so exclude nothing.
  package let idleWords: [Verbatim]
  /// The users whom another operation of this process wrote meanwhile; nothing of them was recorded.
  package let leftToOthers: Set<Verbatim>
  /// The error that ended it early; nil if it finished, or a person stopped it.
  package let error: (any UserFacingError)?
}
