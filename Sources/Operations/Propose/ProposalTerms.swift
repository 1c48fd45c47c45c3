package import Roster

/// What a proposal needs.
package struct ProposalTerms: Hashable, Sendable {
  /// The name of the person or the token that proposes.
  package let proposer: Verbatim
  package let needs: ApprovalNeeds
  /// How long it can be decided about.
  package let lifetime: Duration

  package init(proposer: Verbatim, needs: ApprovalNeeds, lifetime: Duration) {
    self.proposer = proposer
    self.needs = needs
    self.lifetime = lifetime
  }
}
