/// Decides whether a person may decide about a proposal; it has no clock and no ledger.
package enum ApprovalDecider {
  /// Who decides.
  package struct Person: Hashable, Sendable {
    /// The name, by which persons are compared.
    package let name: Verbatim
    /// The duties by which they may approve.
    package let duties: Set<String>
    /// When they signed in to the pages; nil if they decide in another way.
    package let signedInAt: Instant?

    package init(name: Verbatim, duties: Set<String>, signedInAt: Instant? = nil) {
      self.name = name
      self.duties = duties
      self.signedInAt = signedInAt
    }
  }

  /// The duty by which a person may apply a proposal without its approvals.
  package static let emergencyDuty = "emergency"

  /// Refuses a decision that is not permitted.
  ///
  /// - Parameters:
  ///   - decision: What is decided, by whom, with the digest of what the person saw.
  ///   - proposal: The proposal, with all decisions so far.
  ///   - isInRows: Whether the person is among those whom it is about.
  ///   - now: The time now; at its end a proposal can no longer be decided about.
  /// - Returns: The duty by which an approval or a review counts; empty for other decisions.
  /// - Throws: The refusal.
  package static func check(
    _ decision: NewDecision,
    on proposal: ProposalFacts,
    isInRows: Bool,
    now: Instant
  ) throws(ApprovalError) -> String {
    let (number, person) = (proposal.number, decision.person)
    guard decision.digest == proposal.digest else { throw .proposalChanged(number) }
    try checkState(decision.decision, proposal, now)
    switch decision.decision {
    case .applied:
      guard proposal.needs.allowsMinute((now + decision.clockAhead).minuteOfDay) else {
        throw .outsideWindow(number, proposal.needs.windows)
      }
      return ""
    case .withdrawn:
      guard person.name == proposal.proposer else { throw .notTheProposer(number) }
      return ""
    case .approved, .declined, .emergency, .reviewed: break
    }
    if isInRows { throw .inTheRows(number) }
    let duty =
      decision.decision == .emergency
      ? try emergency(proposal, person) : try duty(decision.decision, proposal, person)
    if decision.decision != .declined, let fresh = proposal.needs.fresh {
      guard let signedInAt = person.signedInAt, now - signedInAt <= fresh else {
        throw .signInTooOld(number, fresh)
      }
    }
    return duty
  }

  private static func checkState(
    _ decision: ProposalDecision,
    _ proposal: ProposalFacts,
    _ now: Instant
  ) throws(ApprovalError) {
    let state = proposal.state(at: now)
    let isPossible =
      switch decision {
      case .approved: state == .awaiting || state == .approved && !proposal.openAfter.isEmpty
      case .declined, .withdrawn, .emergency: [.awaiting, .approved].contains(state)
      case .applied: state == .approved
      case .reviewed: state == .unreviewed
      }
    if isPossible { return }
    if decision == .applied, state == .awaiting {
      throw .approvalMissing(proposal.number, needs: proposal.openNeeds)
    }
    throw .notOpen(proposal.number, state)
  }

  private static func emergency(
    _ proposal: ProposalFacts,
    _ person: Person
  ) throws(ApprovalError) -> String {
    // What was erased does not come back, and what a hold protected may be gone by the review.
    guard proposal.kind.isBatch else { throw .notInEmergency(proposal.number, proposal.kind) }
    guard person.duties.contains(emergencyDuty) else {
      throw .dutyMissing(proposal.number, needs: [emergencyDuty])
    }
    return ""
  }

  /// The duty by which a person decides about another person's proposal.
  private static func duty(
    _ decision: ProposalDecision,
    _ proposal: ProposalFacts,
    _ person: Person
  ) throws(ApprovalError) -> String {
    let number = proposal.number
    let applier = decision == .reviewed ? proposal.application?.person : nil
    guard person.name != proposal.proposer, person.name != applier else {
      throw .ownProposal(number)
    }
    let isEmergency = proposal.application?.decision == .emergency
    if decision == .approved || decision == .reviewed && !isEmergency {
      let before = proposal.decisions.contains {
        [.approved, .reviewed].contains($0.decision) && $0.person == person.name
      }
      if before { throw .approvedBefore(number) }
    }
    let needed =
      switch decision {
      case .approved: proposal.openNeeds + proposal.openAfter
      case .reviewed: proposal.openReviews
      default: proposal.needs.duties
      }
    guard let duty = needed.first(where: person.duties.contains) else {
      throw .dutyMissing(number, needs: needed)
    }
    return decision == .declined ? "" : duty
  }
}

/// Why a proposal was not made, or not decided about.
package enum ApprovalError: UserFacingError, Hashable {
  /// The log has no such proposal.
  case noSuchProposal(OperationNumber)
  /// The digest is that of another content.
  case proposalChanged(OperationNumber)
  /// Who proposed it may not approve it, nor review it; nor may who applied it review it.
  case ownProposal(OperationNumber)
  /// The person is among those whom it is about.
  case inTheRows(OperationNumber)
  /// The person approved it before, and each approval is of another person.
  case approvedBefore(OperationNumber)
  /// The person has none of the duties that are needed.
  case dutyMissing(OperationNumber, needs: [String])
  /// Only who proposed it may take it back.
  case notTheProposer(OperationNumber)
  /// Its state does not allow the decision.
  case notOpen(OperationNumber, ProposalState)
  /// It cannot be applied before these approvals.
  case approvalMissing(OperationNumber, needs: [String])
  /// Texts of its rows were erased.
  case rowsErased(OperationNumber)
  /// A token is no person.
  case tokenCannotDecide(Verbatim)
  /// The settings have no person with this account.
  case personUnknown(Verbatim)
  /// A proposal of this kind is never applied without its approvals.
  case notInEmergency(OperationNumber, OperationKind)
  /// It may be applied in these parts of the day only.
  case outsideWindow(OperationNumber, [ClockSpan])
  /// The person has not signed in to the pages within this time.
  case signInTooOld(OperationNumber, Duration)
  /// Too few other people have the duties that the proposal would need.
  case approversMissing(needs: [String])

  package var errorCode: ErrorCode {
    switch self {
    case .noSuchProposal: ErrorCode("noSuchProposal", .usage)
    case .proposalChanged: ErrorCode("proposalChanged", .refused)
    case .ownProposal: ErrorCode("ownProposal", .noPermission)
    case .inTheRows: ErrorCode("inTheRows", .noPermission)
    case .approvedBefore: ErrorCode("approvedBefore", .noPermission)
    case .dutyMissing: ErrorCode("dutyMissing", .noPermission)
    case .notTheProposer: ErrorCode("notTheProposer", .noPermission)
    case .notOpen: ErrorCode("proposalNotOpen", .refused)
    case .approvalMissing: ErrorCode("approvalMissing", .refused)
    case .rowsErased: ErrorCode("proposalErased", .refused)
    case .tokenCannotDecide: ErrorCode("tokenCannotDecide", .noPermission)
    case .personUnknown: ErrorCode("personUnknown", .noPermission)
    case .notInEmergency: ErrorCode("notInEmergency", .noPermission)
    case .outsideWindow: ErrorCode("outsideWindow", .refused)
    case .signInTooOld: ErrorCode("signInTooOld", .noPermission)
    case .approversMissing: ErrorCode("approversMissing", .refused)
    }
  }

  package var message: String {
    switch self {
    case .noSuchProposal(let number):
      "There is no proposal \(number) in this ledger. 'rollbook proposals' lists them."
    case .proposalChanged(let number):
      "The digest is not that of proposal \(number). Look at 'rollbook proposal \(number)', and decide "
        + "about what it shows."
    case .ownProposal(let number):
      "Proposal \(number) is your own. Another person must decide about it."
    case .inTheRows(let number):
      "Proposal \(number) is about you. A person whom it does not concern must decide about it."
    case .approvedBefore(let number):
      "You have approved proposal \(number) already. Each approval is of another person."
    case .dutyMissing(let number, let needs):
      "For proposal \(number) one must have the duty \(needs.joined(separator: " or ")) (`approves` in "
        + "`people` of the settings)."
    case .notTheProposer(let number):
      "Only the person who proposed \(number) can withdraw it. You can decline it."
    case .notOpen(let number, let state):
      "Proposal \(number) is \(state.rawValue), so this cannot be done with it any more. Propose again."
    case .approvalMissing(let number, let needs):
      "Proposal \(number) is not approved yet: it needs \(needs.joined(separator: " and ")). Nothing "
        + "was done."
    case .rowsErased(let number):
      "Rows of proposal \(number) were erased from the ledger, so it cannot be applied. Propose again."
    case .tokenCannotDecide(let name):
      "\(name) is a token, and only a person can decide about a proposal. Sign in to the pages, or use "
        + "the command line."
    case .personUnknown(let actor):
      "\(actor) is no person of the settings. Add the account to a person of `people`."
    case .notInEmergency(let number, let kind):
      "Proposal \(number) is of the kind \(kind.rawValue), which is never applied without its "
        + "approvals. Wait for them."
    case .outsideWindow(let number, let windows):
      "Proposal \(number) may be applied from \(windows.map(\.text).joined(separator: " and ")) only, "
        + "on the clock of the settings. Nothing was done; apply it then."
    case .signInTooOld(let number, let fresh):
      "Proposal \(number) is decided about by a person who signed in to the pages at most "
        + "\(fresh.inMilliseconds / 60_000) min ago. Sign in again, and decide then."
    case .approversMissing(let needs):
      "This needs the approval of \(needs.joined(separator: " and ")), and too few other people have "
        + "that duty, so it was not proposed. Add it to `approves` of a person in `people` of the "
        + "settings."
    }
  }
}
