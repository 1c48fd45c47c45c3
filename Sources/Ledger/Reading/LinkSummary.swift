package import Roster

/// Two users who are linked, or one who is not.
package struct LinkSummary: Hashable, Sendable {
  /// DingTalk's `userid`; nil for a Maycur user whom nothing links.
  package let dingtalk: Verbatim?
  /// Maycur's `employeeId`; nil for a DingTalk user whom nothing links.
  package let maycur: Verbatim?
  /// How the link is known; nil if there is none.
  package let source: LinkSource?
  /// The entry that says so.
  package let entry: Int64?
  /// Since when it is known.
  package let since: Instant?
  /// What is wrong, if anything is.
  package let problem: LinkProblem?
  /// Of an unlinked DingTalk user, Maycur's key that their job number may mean.
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

/// Somebody who is back under a new userid, as their `unionid` says.
package struct LinkProposal: Hashable, Sendable {
  /// The new userid, which nothing links.
  package let dingtalk: Verbatim
  /// The userid of the same person that is linked.
  package let previous: Verbatim
  /// The Maycur user to whom it is linked.
  package let maycur: Verbatim
}
