/// Decides whether a person may decide about a proposal; it has no clock and no ledger.
package enum ApprovalDecider {
  /// Who decides.
  package struct Person: Hashable, Sendable {
    /// The name, by which persons are compared.
    package let name: Verbatim
    /// The duties by which they may approve.
    package let duties: Set<String>

    package init(name: Verbatim, duties: Set<String>) {
      self.name = name
      self.duties = duties
    }
  }

  /// The duty by which a person may apply a proposal without its approvals.
  package static let emergencyDuty = "emergency"

  /// Refuses a decision that is not permitted.
  ///
  /// - Parameters:
  ///   - decision: What is decided.
  ///   - proposal: The proposal, with all decisions so far.
  ///   - person: Who decides.
  ///   - isInRows: Whether the person is among those whom it is about.
  ///   - digest: The digest of what the person saw.
  ///   - now: The time now; at its end a proposal can no longer be decided about.
  /// - Returns: The duty by which an approval counts; empty for other decisions.
  /// - Throws: The refusal.
  package static func check(
    _ decision: ProposalDecision,
    on proposal: ProposalFacts,
    by person: Person,
    isInRows: Bool,
    digest: [UInt8],
    now: Instant
  ) throws(ApprovalError) -> String {
    let number = proposal.number
    guard digest == proposal.digest else { throw .proposalChanged(number) }
    let state = proposal.state(at: now)
    guard states(of: decision).contains(state) else {
      if decision == .applied, state == .awaiting {
        throw .approvalMissing(number, needs: proposal.openNeeds)
      }
      throw .notOpen(number, state)
    }
    switch decision {
    case .applied: return ""
    case .withdrawn:
      guard person.name == proposal.proposer else { throw .notTheProposer(number) }
      return ""
    case .approved, .declined, .emergency, .reviewed: break
    }
    if isInRows { throw .inTheRows(number) }
    if decision == .emergency {
      // What was erased does not come back, and what a hold protected may be gone by the review.
      guard proposal.kind.isBatch else { throw .notInEmergency(number, proposal.kind) }
      guard person.duties.contains(emergencyDuty) else {
        throw .dutyMissing(number, needs: [emergencyDuty])
      }
      return ""
    }
    guard person.name != proposal.proposer else { throw .ownProposal(number) }
    if decision == .reviewed {
      let own = proposal.decisions.contains {
        $0.decision == .emergency && $0.person == person.name
      }
      if own { throw .ownProposal(number) }
    }
    if decision == .approved {
      let before = proposal.decisions.contains {
        $0.decision == .approved && $0.person == person.name
      }
      if before { throw .approvedBefore(number) }
    }
    let needed = decision == .approved ? proposal.openNeeds : proposal.needs
    guard let duty = needed.first(where: person.duties.contains) else {
      throw .dutyMissing(number, needs: needed)
    }
    return decision == .approved ? duty : ""
  }

  /// The states in which a decision is possible.
  private static func states(of decision: ProposalDecision) -> Set<ProposalState> {
    switch decision {
    case .approved: [.awaiting]
    case .declined, .withdrawn: [.awaiting, .approved]
    case .applied: [.approved]
    case .emergency: [.awaiting, .approved]
    case .reviewed: [.unreviewed]
    }
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
    case .approversMissing(let needs):
      "This needs the approval of \(needs.joined(separator: " and ")), and too few other people have "
        + "that duty, so it was not proposed. Add it to `approves` of a person in `people` of the "
        + "settings."
    }
  }
}
