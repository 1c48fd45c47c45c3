/// What an alert is about; at most one alert of each kind is open.
package enum AlertKind: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
  /// The last fetch that finished is too old.
  case fetchTooOld
  /// Several fetches in a row have failed.
  case fetchFailed
  /// A field came back for no person any more.
  case fieldWithheld
  /// The user list was so much shorter that no user was taken to have left.
  case listShrunk
  /// What became of rows is unknown for too long.
  case rowsUncertain
  /// Too many cells were changed outside Rollbook.
  case driftAbove
  /// A verification found damage.
  case verifyDamaged
  /// Too little disk space is free.
  case diskBelow
  /// The last head of the log is kept nowhere else.
  case headKeptNowhereElse
  /// A consumer of the feed is too far behind.
  case feedLag
  /// A webhook was not delivered for a day.
  case webhookStalled
  /// A proposal waits for approval.
  case proposalAwaiting
  /// What was applied before all its approvals was not reviewed yet.
  case notYetReviewed
  /// One account was shown many people one by one, or revealed values at night.
  case accessUnusual
}
