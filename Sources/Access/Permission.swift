/// One kind of request to the service.
package enum Permission: String, CaseIterable, Hashable, Sendable {
  /// Read who is in the roster, and what their cells hold or held.
  case readPeople
  /// Read what is recorded of oneself, and who looked at it.
  case readOwn
  /// Reveal a masked value of a person, for a purpose that is recorded.
  case reveal
  /// Read changes: diff, drift, and changes by field and period.
  case readChanges
  /// Run reports.
  case readReports
  /// Read entries, operations and batches: who did what, and why.
  case readLog
  /// Read proposals, with what they would write.
  case readProposals
  /// Read the state of the service, without a value of a person.
  case readHealth
  /// Make evidence for others.
  case prove
  /// Run a verification of the log.
  case verify
  /// Follow the feed.
  case feed
  /// Record what a system or a file has: fetch, import, link.
  case fetch
  /// Plan, or rehearse: what would be written.
  case plan
  /// Write to a system: push, retry, rollback, replay, probe.
  case push
  /// Decide about proposals of others, as far as one's duties allow it.
  case approve
  /// Find out what became of uncertain rows.
  case settle
  /// Put a person under a legal hold, or lift it.
  case hold
  /// Propose that a person is erased: the service erases what another person has approved.
  case erase
  /// Copy the ledger.
  case backUp
  /// Create and revoke tokens.
  case manageTokens
  /// Say where the feed is sent.
  case manageWebhooks

  /// The roles that have it, in the order of their table; none if only the account of the service
  /// has it, on its own machine.
  package var roles: [Role] { Role.allCases.filter { $0.permissions.contains(self) } }
}
