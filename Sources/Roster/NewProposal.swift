/// What a person wants to write or to erase, for others to approve.
package struct NewProposal: Hashable, Sendable {
  /// What would be done to one user.
  package struct Row: Hashable, Sendable {
    package let user: Verbatim
    /// The user's part of it, as JSON.
    package let planned: Verbatim

    package init(user: Verbatim, planned: Verbatim) {
      self.user = user
      self.planned = planned
    }
  }

  /// The kind of the operation that it proposes.
  package let kind: OperationKind
  /// How it is to be done, as JSON.
  package let request: Verbatim
  /// The rows, each user once; never empty.
  package let rows: [Row]
  /// SHA-256 of the request and the rows, 32 bytes.
  package let digest: [UInt8]
  /// The name of the person or the token that proposes.
  package let proposer: Verbatim
  package let needs: ApprovalNeeds
  /// From when on it can no longer be approved or applied.
  package let until: Instant

  package init(
    kind: OperationKind,
    request: Verbatim,
    rows: [Row],
    digest: [UInt8],
    proposer: Verbatim,
    needs: ApprovalNeeds,
    until: Instant
  ) {
    self.kind = kind
    self.request = request
    self.rows = rows
    self.digest = digest
    self.proposer = proposer
    self.needs = needs
    self.until = until
  }
}

/// A decision about a proposal.
package struct NewDecision: Hashable, Sendable {
  package let proposal: OperationNumber
  package let decision: ProposalDecision
  /// The digest of what the person saw.
  package let digest: [UInt8]
  package let person: ApprovalDecider.Person
  /// Who the person is in the rosters of both systems.
  package let users: Set<UserKey>
  /// By how much the wall clock of the settings is ahead of UTC.
  package let clockAhead: Duration

  package init(
    _ decision: ProposalDecision,
    on proposal: OperationNumber,
    digest: [UInt8],
    by person: ApprovalDecider.Person,
    who users: Set<UserKey>,
    clockAhead: Duration = .zero
  ) {
    self.decision = decision
    self.proposal = proposal
    self.digest = digest
    self.person = person
    self.users = users
    self.clockAhead = clockAhead
  }
}
