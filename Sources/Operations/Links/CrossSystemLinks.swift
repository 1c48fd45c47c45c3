package import Ledger
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
  ) -> Result<Verbatim, CrossSystemRefusal> {
    let links = links[UserKey(system, user)] ?? []
    func refused(_ problem: LinkProblem, _ other: Verbatim?) -> CrossSystemRefusal {
      CrossSystemRefusal(user: user, system: system, problem: problem, other: other)
    }
    guard let link = links.first,
      let other = system == .dingtalk ? link.maycur : link.dingtalk
    else { return .failure(refused(.unlinked, nil)) }
    let problem = links.count > 1 ? link.problem ?? .duplicate : link.problem
    if let problem { return .failure(refused(problem, other)) }
    return .success(other)
  }
}

extension LinkSummary {
  /// The user and the Maycur user of the same job number; nil if the user is linked.
  var jobNumberPair: UserPair? {
    guard problem == .unlinked, let dingtalk, let candidate else { return nil }
    return UserPair(dingtalk: dingtalk, maycur: candidate)
  }
}

/// Why a person's values are not written to the other system.
package struct CrossSystemRefusal: Error, Hashable, Sendable {
  /// The user.
  package let user: Verbatim
  /// The user's system.
  package let system: System
  /// The problem of the link.
  package let problem: LinkProblem
  /// The linked user; nil if there is none.
  package let other: Verbatim?

  /// The reason, and what to do, in a sentence.
  package var why: String {
    let pair = system == .dingtalk ? "\(user) --maycur …" : "… --maycur \(user)"
    let confirm = "Find out who they are, and confirm with 'rollbook link --dingtalk \(pair)'."
    let there = system == .dingtalk ? "Maycur" : "DingTalk"
    return switch problem {
    case .unlinked:
      "\(user) is not linked in \(there). Link them with 'rollbook link'."
    case .duplicate:
      "\(user) and another are linked to one. \(confirm)"
    case .changed:
      "The link of \(user) to \(other ?? "?") has changed since it was made. \(confirm)"
    }
  }
}
