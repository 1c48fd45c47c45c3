/// The trusted logs and witnesses, and how many witnesses must cosign (C2SP tlog-policy).
///
/// Names are opaque bytes without a meaning outside the policy.
package struct TrustPolicy: Hashable, Sendable {
  /// A witness that is known.
  package struct Witness: Hashable, Sendable {
    /// Its name in the policy.
    package let name: [UInt8]
    /// Its cosigning key.
    package let key: VerifierKey
    /// Its address, if that is known.
    package let url: [UInt8]?
  }

  /// Members of which a number must cosign.
  package struct Group: Hashable, Sendable {
    /// Its name in the policy.
    package let name: [UInt8]
    /// How many of the members must cosign.
    package let threshold: Int
    /// The names of witnesses, and of groups that were defined before it.
    package let members: [[UInt8]]
  }

  /// The cosignatures that are required.
  package enum Quorum: Hashable, Sendable {
    /// None: the log's signature is enough.
    case none
    /// That of a witness or a group.
    case member([UInt8])
  }

  /// The logs, each of which is trusted.
  package let logs: [TrustedLog]
  /// The witnesses, in the policy's order.
  package let witnesses: [Witness]
  /// The groups, in the policy's order: members are defined before the groups that name them.
  package let groups: [Group]
  /// The cosignatures that are required besides a log's signature.
  package let quorum: Quorum

  init(logs: [TrustedLog], witnesses: [Witness], groups: [Group], quorum: Quorum) {
    self.logs = logs
    self.witnesses = witnesses
    self.groups = groups
    self.quorum = quorum
  }

  /// Trusts logs without witnesses.
  ///
  /// - Parameter logs: The logs.
  package init(logs: [TrustedLog]) {
    self.init(logs: logs, witnesses: [], groups: [], quorum: .none)
  }

  /// Whether the cosignatures are enough.
  ///
  /// - Parameter keys: The keys of the genuine cosignatures.
  /// - Returns: Whether the quorum is met.
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
  /// The same witnesses and quorum for one log only.
  ///
  /// - Parameter log: The log.
  /// - Returns: The policy.
  package func trusting(_ log: TrustedLog) -> TrustPolicy {
    TrustPolicy(logs: [log], witnesses: witnesses, groups: groups, quorum: quorum)
  }
}
