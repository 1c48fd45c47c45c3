package import Roster

/// A person who uses Rollbook, as the settings name them (`people`).
///
/// One person is one name, by whatever way they come: that is how an approval is compared with its
/// proposal.
package struct StaffMember: Hashable, Sendable {
  /// The name under which the log knows the person; no two have the same.
  package let name: String
  /// What the person may see and do on the pages; nil if they do not sign in there.
  package let role: Role?
  /// Accounts of this machine, as `zhangwei`, or of another one, as `zhangwei@payroll`.
  package let accounts: [String]
  /// Who they are in the roster: userids or job numbers.
  package let users: [String]
  /// Who they are to the OpenID provider: subjects or verified mail addresses.
  package let oidc: [String]
  /// The duties by which they may approve, as `approver` or `finance`.
  package let approves: Set<String>

  package init(
    name: String,
    role: Role?,
    accounts: [String] = [],
    users: [String] = [],
    oidc: [String] = [],
    approves: Set<String> = []
  ) {
    self.name = name
    self.role = role
    self.accounts = accounts
    self.users = users
    self.oidc = oidc
    self.approves = approves
  }

  /// Whether the person may decide about a proposal: they have a duty that it needs, and it is not
  /// their own.
  package func mayDecide(about proposal: ProposalFacts) -> Bool {
    Verbatim(name) != proposal.proposer && proposal.needs.duties.contains(where: approves.contains)
  }

  /// Whether an actor of the log is the person, at one of their accounts or after signing in.
  ///
  /// - Parameter actor: `zhangwei@payroll`, or `张伟 (link 615)`.
  /// - Returns: Whether it is.
  package func isNamed(by actor: Verbatim) -> Bool {
    let text = actor.text
    func same(_ other: some StringProtocol) -> Bool { other.utf8.elementsEqual(text.utf8) }
    if text.utf8.starts(with: (name + " (").utf8), text.utf8.last == UInt8(ascii: ")") {
      return true
    }
    return accounts.contains { account in
      same(account)
        || !account.utf8.contains(UInt8(ascii: "@"))
          && text.utf8.starts(with: (account + "@").utf8)
    }
  }
}
