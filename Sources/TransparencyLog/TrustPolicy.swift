/// Whom a verifier trusts: logs, witnesses, and how many of these must vouch (C2SP tlog-policy).
///
/// Names are opaque bytes that mean nothing outside of the policy.
public struct TrustPolicy: Hashable, Sendable {
  /// A witness that is known.
  public struct Witness: Hashable, Sendable {
    /// Its name in the policy.
    public let name: [UInt8]
    /// Its cosigning key.
    public let key: VerifierKey
    /// Where it can be reached, if that is known.
    public let url: [UInt8]?
  }

  /// Some members of which a number must vouch.
  public struct Group: Hashable, Sendable {
    /// Its name in the policy.
    public let name: [UInt8]
    /// How many of the members must vouch.
    public let threshold: Int
    /// The names of witnesses, and of groups that stand above it.
    public let members: [[UInt8]]
  }

  /// Whose word is needed.
  public enum Quorum: Hashable, Sendable {
    /// Nobody's but the log's.
    case none
    /// That of a witness or a group.
    case member([UInt8])
  }

  /// The logs, each of which is trusted.
  public let logs: [TrustedLog]
  /// The witnesses, in the policy's order.
  public let witnesses: [Witness]
  /// The groups, in the policy's order: members stand before the groups that name them.
  public let groups: [Group]
  /// Whose word is needed besides a log's.
  public let quorum: Quorum

  init(logs: [TrustedLog], witnesses: [Witness], groups: [Group], quorum: Quorum) {
    self.logs = logs
    self.witnesses = witnesses
    self.groups = groups
    self.quorum = quorum
  }

  /// Trusts logs alone.
  ///
  /// - Parameter logs: The logs.
  public init(logs: [TrustedLog]) {
    self.init(logs: logs, witnesses: [], groups: [], quorum: .none)
  }

  /// Whether those who have cosigned are enough.
  ///
  /// - Parameter keys: The keys of the genuine cosignatures.
  /// - Returns: Whether the quorum vouches.
  public func isMet(by keys: Set<VerifierKey>) -> Bool {
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
  public func trusting(_ log: TrustedLog) -> TrustPolicy {
    TrustPolicy(logs: [log], witnesses: witnesses, groups: groups, quorum: quorum)
  }
}
