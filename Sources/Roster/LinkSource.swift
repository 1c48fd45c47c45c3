/// Why two users are considered one person.
package enum LinkSource: String, CaseIterable, Hashable, Sendable {
  /// Maycur's own look-up returned the pair.
  case maycur
  /// The DingTalk user's job number is the Maycur user's key, as Maycur compares keys.
  case jobNumber
  /// An administrator linked them; this overrides every other source.
  case administrator
}

/// One user of each system, linked as one person.
///
/// Pairs are equal if their keys are equal.
package struct UserPair: Hashable, Comparable, Sendable {
  /// DingTalk's `userid`.
  package let dingtalk: Verbatim
  /// Maycur's `employeeId`.
  package let maycur: Verbatim

  package init(dingtalk: Verbatim, maycur: Verbatim) {
    self.dingtalk = dingtalk
    self.maycur = maycur
  }

  package static func == (left: UserPair, right: UserPair) -> Bool {
    left.dingtalk == right.dingtalk
      && UserKey(.maycur, left.maycur) == UserKey(.maycur, right.maycur)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(dingtalk)
    hasher.combine(UserKey(.maycur, maycur))
  }

  package static func < (left: UserPair, right: UserPair) -> Bool {
    (left.dingtalk, left.maycur) < (right.dingtalk, right.maycur)
  }
}

/// Why a person's values may not be written to the other system.
package enum LinkProblem: String, CaseIterable, Hashable, Sendable {
  /// No link to a user of the other system is recorded.
  case unlinked
  /// One operation linked two users of one system to the same user of the other.
  case duplicate
  /// The job number, or Maycur's own look-up, differs from when the link was made.
  case changed
}
