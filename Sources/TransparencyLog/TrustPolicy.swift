/// Whom a verifier trusts: logs, witnesses, and how many of these must vouch (C2SP tlog-policy).
///
/// Names are opaque bytes that mean nothing outside of the policy.
package struct TrustPolicy: Hashable, Sendable {
  /// A witness that is known.
  package struct Witness: Hashable, Sendable {
    /// Its name in the policy.
    package let name: [UInt8]
    /// Its cosigning key.
    package let key: VerifierKey
    /// Where it can be reached, if that is known.
    package let url: [UInt8]?
  }

  /// Some members of which a number must vouch.
  package struct Group: Hashable, Sendable {
    /// Its name in the policy.
    package let name: [UInt8]
    /// How many of the members must vouch.
    package let threshold: Int
    /// The names of witnesses, and of groups that stand above it.
    package let members: [[UInt8]]
  }

  /// Whose word is needed.
  package enum Quorum: Hashable, Sendable {
    /// Nobody's but the log's.
    case none
    /// That of a witness or a group.
    case member([UInt8])
  }

  /// The logs, each of which is trusted.
  package let logs: [TrustedLog]
  /// The witnesses, in the policy's order.
  package let witnesses: [Witness]
  /// The groups, in the policy's order: members stand before the groups that name them.
  package let groups: [Group]
  /// Whose word is needed besides a log's.
  package let quorum: Quorum

  init(logs: [TrustedLog], witnesses: [Witness], groups: [Group], quorum: Quorum) {
    self.logs = logs
    self.witnesses = witnesses
    self.groups = groups
    self.quorum = quorum
  }

  /// Trusts logs alone.
  ///
  /// - Parameter logs: The logs.
  package init(logs: [TrustedLog]) {
    self.init(logs: logs, witnesses: [], groups: [], quorum: .none)
  }

  /// Whether those who have cosigned are enough.
  ///
  /// - Parameter keys: The keys of the genuine cosignatures.
  /// - Returns: Whether the quorum vouches.
  package func isMet(by keys: Set<VerifierKey>) -> Bool {
    guard case .member(let needed) = quorum else { return true }
    var vouching = Set(witnesses.filter { keys.contains($0.key) }.map(\.name))
    for group in groups
    where group.members.count(where: vouching.contains) >= group.threshold {
      vouching.insert(group.name)
    }
    return vouching.contains(needed)
  }
}

extension TrustPolicy {
  /// The same witnesses and the same quorum for one log alone.
  ///
  /// - Parameter log: The log.
  /// - Returns: The policy.
  package func trusting(_ log: TrustedLog) -> TrustPolicy {
    TrustPolicy(logs: [log], witnesses: witnesses, groups: groups, quorum: quorum)
  }
}
