package import Roster

/// Who applies which proposal.
package struct ApplyRequest: Sendable {
  /// The decision, `applied` or `emergency`, about which proposal, with the digest of what the person
  /// saw.
  package var decision: NewDecision
  /// Fields that are never read, and so never written.
  package var never: Set<FieldCode>
  /// Who runs it, and why; a reason is required.
  package var author: Author

  package init(
    decision: NewDecision,
    never: Set<FieldCode>,
    author: Author
  ) {
    self.decision = decision
    self.never = never
    self.author = author
  }
}
