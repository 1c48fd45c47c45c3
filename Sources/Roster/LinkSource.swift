/// How it is known that two users are one person.
package enum LinkSource: String, CaseIterable, Hashable, Sendable {
  /// Maycur's own look-up says so.
  case maycur
  /// The DingTalk user's job number is the Maycur user's key, as Maycur compares keys.
  case jobNumber
  /// A person said so; this settles every doubt there was about the two.
  case administrator
}

/// One user of each system who are, or are said to be, one person.
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
  /// Nothing says who the user is in the other system.
  case unlinked
  /// Two users of one system are linked to one of the other, by one operation.
  case duplicate
  /// The job number, or Maycur's own look-up, says otherwise than when the link was made.
  case changed
}
