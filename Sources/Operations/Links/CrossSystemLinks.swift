import Ledger
package import LedgerHistory
package import Roster

/// Which users of the two systems are one person, for writing values across.
///
/// A user with a problem counts as not linked: a value that the wrong person has seen cannot be
/// taken back.
package struct CrossSystemLinks: Sendable {
  private let links: [UserKey: [LinkSummary]]

  package init(_ links: [LinkSummary]) {
    var byUser: [UserKey: [LinkSummary]] = [:]
    for link in links where link.source != nil {
      if let user = link.dingtalk { byUser[UserKey(.dingtalk, user), default: []].append(link) }
      if let user = link.maycur { byUser[UserKey(.maycur, user), default: []].append(link) }
    }
    self.links = byUser
  }

  /// The counterpart of a user in the other system, or the reason why there is none.
  ///
  /// - Parameters:
  ///   - user: The user.
  ///   - system: The user's system.
  /// - Returns: The user of the other system.
  package func counterpart(
    of user: Verbatim,
    in system: System
  ) -> Result<Verbatim, WriteRefusal> {
    let links = links[UserKey(system, user)] ?? []
    guard let link = links.first,
      let other = system == .dingtalk ? link.maycur : link.dingtalk
    else { return .failure(refusal(.unlinked, user, system, nil)) }
    let problem = links.count > 1 ? link.problem ?? .duplicate : link.problem
    if let problem { return .failure(refusal(problem, user, system, other)) }
    return .success(other)
  }

  /// Why a person's values are not written to the other system.
  private func refusal(
    _ problem: LinkProblem,
    _ user: Verbatim,
    _ system: System,
    _ other: Verbatim?
  ) -> WriteRefusal {
    let pair = system == .dingtalk ? "\(user) --maycur …" : "… --maycur \(user)"
    let confirm = "Find out who they are, and confirm with 'rollbook link --dingtalk \(pair)'."
    let there = system == .dingtalk ? "Maycur" : "DingTalk"
    let why =
      switch problem {
      case .unlinked: "\(user) is not linked in \(there). Link them with 'rollbook link'."
      case .duplicate: "\(user) and another are linked to one. \(confirm)"
      case .changed:
        "The link of \(user) to \(other ?? "?") has changed since it was made. \(confirm)"
      }
    return WriteRefusal(
      user: user,
      reason: problem == .unlinked ? .notLinked : .linkChanged,
      why: why
    )
  }
}

extension LinkSummary {
  /// The user and the Maycur user of the same job number; nil if the user is linked.
  var jobNumberPair: UserPair? {
    guard problem == .unlinked, let dingtalk, let candidate else { return nil }
    return UserPair(dingtalk: dingtalk, maycur: candidate)
  }
}
