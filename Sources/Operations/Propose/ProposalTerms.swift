package import Roster

/// What a proposal needs.
package struct ProposalTerms: Hashable, Sendable {
  /// The name of the person or the token that proposes.
  package let proposer: Verbatim
  /// The duties by which it must be approved, each by another person.
  package let needs: [String]
  /// How long it can be decided about.
  package let lifetime: Duration

  package init(proposer: Verbatim, needs: [String], lifetime: Duration) {
    self.proposer = proposer
    self.needs = needs
    self.lifetime = lifetime
  }
}
