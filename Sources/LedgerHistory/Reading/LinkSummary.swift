package import Roster

/// Two linked users, or one user without a link.
package struct LinkSummary: Hashable, Sendable {
  /// DingTalk's `userid`; nil for a Maycur user without a link.
  package let dingtalk: Verbatim?
  /// Maycur's `employeeId`; nil for a DingTalk user without a link.
  package let maycur: Verbatim?
  /// The source of the link; nil if there is none.
  package var source: LinkSource?
  /// The number of the linked entry.
  package var entry: EntryID?
  /// Since when it is known.
  package var since: Instant?
  /// What is wrong; nil if nothing is.
  package var problem: LinkProblem?
  /// For an unlinked DingTalk user, the Maycur key that equals their job number.
  package var candidate: Verbatim?
}

/// A person who has returned under a new userid, according to their `unionid`.
package struct LinkProposal: Hashable, Sendable {
  /// The new userid, which has no link.
  package let dingtalk: Verbatim
  /// The linked userid of the same person.
  package let previous: Verbatim
  /// The Maycur user of that link.
  package let maycur: Verbatim
}
