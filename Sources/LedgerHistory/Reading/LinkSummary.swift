package import Roster

/// Two linked users, or one user without a link.
package struct LinkSummary: Hashable, Sendable {
  /// DingTalk's `userid`; nil for a Maycur user without a link.
  package let dingtalk: Verbatim?
  /// Maycur's `employeeId`; nil for a DingTalk user without a link.
  package let maycur: Verbatim?
  /// The source of the link; nil if there is none.
  package let source: LinkSource?
  /// The number of the linked entry.
  package let entry: Int64?
  /// Since when it is known.
  package let since: Instant?
  /// What is wrong; nil if nothing is.
  package let problem: LinkProblem?
  /// For an unlinked DingTalk user, the Maycur key that equals their job number.
  package let candidate: Verbatim?

  package init(
    dingtalk: Verbatim?,
    maycur: Verbatim?,
    source: LinkSource? = nil,
    entry: Int64? = nil,
    since: Instant? = nil,
    problem: LinkProblem? = nil,
    candidate: Verbatim? = nil
  ) {
    self.dingtalk = dingtalk
    self.maycur = maycur
    self.source = source
    self.entry = entry
    self.since = since
    self.problem = problem
    self.candidate = candidate
  }
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
