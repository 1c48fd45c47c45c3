package import Roster

/// What a fetch did.
package struct FetchResult: Hashable, Sendable {
  /// The operation's number.
  package let operation: Int64
  /// How it ended.
  package let status: OperationStatus
  /// How many users came back, in whole or in part.
  package let users: Int
  /// How many users were asked for and did not come back.
  package let notReturned: Int
  /// How many users are on the list who were not before, those who came back to it included.
  package let joined: Int
  /// How many users are no longer on the list.
  package let left: Int
  /// How many cells came back.
  package let values: Int
  /// How many cells differ from the last fetch, first observations and gone ones included.
  package let changed: Int
  /// How many cells came back as they were.
  package let unchanged: Int
  /// How many calls were made, repeated ones and those for a token included.
  package let calls: Int
  /// How long it took.
  package let seconds: Double
  /// What a person should look at; nil where that could not be read.
  package let findings: [Finding]?

  package init(
    operation: Int64,
    status: OperationStatus,
    users: Int,
    notReturned: Int,
    joined: Int,
    left: Int,
    values: Int,
    changed: Int,
    unchanged: Int,
    calls: Int,
    seconds: Double,
    findings: [Finding]?
  ) {
    self.operation = operation
    self.status = status
    self.users = users
    self.notReturned = notReturned
    self.joined = joined
    self.left = left
    self.values = values
    self.changed = changed
    self.unchanged = unchanged
    self.calls = calls
    self.seconds = seconds
    self.findings = findings
  }
}

/// What a fetch did, and what ended it early, if anything did.
package struct FetchOutcome: Sendable {
  /// What it did.
  package let result: FetchResult
  /// What was left out of what was recorded, for a person to read now: the ledger keeps numbers,
  /// and names only those who are somebody in it.
  package let setAside: [SetAside]
  /// The words of `fields.never` that keep nothing back, since they mean no field.
  package let idleWords: [Verbatim]
  /// What kept it from finishing; nil where it finished, or where somebody stopped it.
  package let error: (any UserFacingError)?

  package init(
    result: FetchResult,
    setAside: [SetAside] = [],
    idleWords: [Verbatim] = [],
    error: (any UserFacingError)?
  ) {
    self.result = result
    self.setAside = setAside
    self.idleWords = idleWords
    self.error = error
  }
}
