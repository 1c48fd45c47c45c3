package import Roster

/// Who applies which proposal.
package struct ApplyRequest: Sendable {
  /// The proposal's number.
  package var proposal: OperationNumber
  /// The decision, `applied` or `emergency`, with the digest of what the person saw.
  package var decision: NewDecision
  /// Fields that are never read, and so never written.
  package var never: Set<FieldCode>
  /// Who runs it, and why; a reason is required.
  package var author: Author

  package init(
    proposal: OperationNumber,
    decision: NewDecision,
    never: Set<FieldCode>,
    author: Author
  ) {
    self.proposal = proposal
    self.decision = decision
    self.never = never
    self.author = author
  }
}
