/// A proposal, as the log knows it: what it needs, and what was decided about it.
package struct ProposalFacts: Hashable, Sendable {
  /// Its number: that of its operation.
  package let number: OperationNumber
  /// The kind of the operation that it proposes.
  package let kind: OperationKind
  /// The system that would be written to, or whose people it is about.
  package let system: System
  /// SHA-256 of the request and the rows, 32 bytes.
  package let digest: [UInt8]
  /// The name of the person or the token that proposed it.
  package let proposer: Verbatim
  /// Why; nil if the text was erased.
  package let reason: Verbatim?
  package let needs: ApprovalNeeds
  /// How many people it is about.
  package let people: Int
  package let proposedAt: Instant
  /// From when on it can no longer be approved or applied.
  package let until: Instant
  /// What was decided, in the order of the log.
  package let decisions: [RecordedDecision]

  package init(
    number: OperationNumber,
    kind: OperationKind,
    system: System,
    digest: [UInt8],
    proposer: Verbatim,
    reason: Verbatim?,
    needs: ApprovalNeeds,
    people: Int,
    proposedAt: Instant,
    until: Instant,
    decisions: [RecordedDecision]
  ) {
    self.number = number
    self.kind = kind
    self.system = system
    self.digest = digest
    self.proposer = proposer
    self.reason = reason
    self.needs = needs
    self.people = people
    self.proposedAt = proposedAt
    self.until = until
    self.decisions = decisions
  }

  /// The state at a time.
  package func state(at now: Instant) -> ProposalState {
    if application != nil { return openReviews.isEmpty ? .applied : .unreviewed }
    let kinds = Set(decisions.map(\.decision))
    if kinds.contains(.withdrawn) { return .withdrawn }
    if kinds.contains(.declined) { return .declined }
    if until <= now { return .expired }
    return openNeeds.isEmpty ? .approved : .awaiting
  }

  /// The duties by which it must still be approved before it is applied.
  package var openNeeds: [String] { open.before }

  /// The duties by which it may still be approved afterwards.
  package var openAfter: [String] { open.after }

  private var open: (before: [String], after: [String]) {
    var (before, after) = (needs.before, needs.after)
    for decision in decisions where [.approved, .reviewed].contains(decision.decision) {
      if decision.decision == .approved, let index = before.firstIndex(of: decision.duty) {
        before.remove(at: index)
      } else if let index = after.firstIndex(of: decision.duty) {
        after.remove(at: index)
      }
    }
    return (before, after)
  }

  /// The duties of which a review is missing, since it was applied without them.
  ///
  /// After an emergency, one review by any of the duties is enough.
  package var openReviews: [String] {
    guard let application else { return [] }
    guard application.decision == .emergency else { return openAfter }
    return decisions.contains { $0.decision == .reviewed } ? [] : needs.duties
  }

  /// The decision that applied it; nil if none did.
  package var application: RecordedDecision? {
    decisions.first { [.applied, .emergency].contains($0.decision) }
  }

  /// The operation that applied it; nil if none did.
  package var appliedBy: OperationNumber? { application?.operation }

  /// Until when it must be reviewed; nil if it was not applied, or needs no approval afterwards.
  package var reviewUntil: Instant? {
    guard let application, let within = needs.within else { return nil }
    return application.at + within
  }
}

/// What became of a proposal.
package enum ProposalState: String, CaseIterable, Hashable, Sendable {
  /// Approvals are missing.
  case awaiting
  /// It may be applied.
  case approved
  /// A person who may approve it declined it.
  case declined
  /// The proposer took it back.
  case withdrawn
  /// Its time is over.
  case expired
  /// It was applied.
  case applied
  /// It was applied before all its approvals were given, and a review is missing.
  case unreviewed
}

/// What a person decided about a proposal.
package enum ProposalDecision: String, CaseIterable, Hashable, Sendable {
  case approved
  case declined
  case withdrawn
  /// It is applied: recorded before the first row is sent.
  case applied
  /// It is applied without its approvals.
  case emergency
  /// Another person looked at what was applied before all its approvals were given.
  case reviewed
}

/// A decided entry.
package struct RecordedDecision: Hashable, Sendable {
  package let entry: EntryID
  /// The operation that decided; for an applied proposal, the batch.
  package let operation: OperationNumber
  package let at: Instant
  package let decision: ProposalDecision
  /// The duty by which it was approved; empty for other decisions.
  package let duty: String
  /// The name of the person.
  package let person: Verbatim
  /// Why; nil if none was given, or the text was erased.
  package let reason: Verbatim?

  package init(
    entry: EntryID,
    operation: OperationNumber,
    at: Instant,
    decision: ProposalDecision,
    duty: String,
    person: Verbatim,
    reason: Verbatim?
  ) {
    self.entry = entry
    self.operation = operation
    self.at = at
    self.decision = decision
    self.duty = duty
    self.person = person
    self.reason = reason
  }
}
