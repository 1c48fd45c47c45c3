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
  /// The duties by which it must be approved, each by another person.
  package let needs: [String]
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
    needs: [String],
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
    let kinds = Set(decisions.map(\.decision))
    if kinds.contains(.emergency), !kinds.contains(.reviewed) { return .unreviewed }
    if kinds.contains(.applied) || kinds.contains(.emergency) { return .applied }
    if kinds.contains(.withdrawn) { return .withdrawn }
    if kinds.contains(.declined) { return .declined }
    if until <= now { return .expired }
    return openNeeds.isEmpty ? .approved : .awaiting
  }

  /// The duties by which no person has approved it yet.
  package var openNeeds: [String] {
    var open = needs
    for approval in decisions where approval.decision == .approved {
      if let index = open.firstIndex(of: approval.duty) { open.remove(at: index) }
    }
    return open
  }

  /// The operation that applied it; nil if none did.
  package var appliedBy: OperationNumber? {
    decisions.first { [.applied, .emergency].contains($0.decision) }?.operation
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
  /// It was applied in an emergency, and no other person has reviewed it yet.
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
  /// Another person looked at what was applied in an emergency.
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
