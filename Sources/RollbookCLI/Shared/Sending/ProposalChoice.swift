import Access
import Operations
import Roster
import Synchronization

/// Whether a batch is proposed instead of sent, by a rule or because the person wants it so, and
/// whether the person agreed to that.
final class ProposalChoice: Sendable {
  private let kind: OperationKind
  private let isAsked: Bool
  private let policy: ApprovalPolicy
  private let needs = Mutex<ApprovalNeeds?>(nil)

  init(_ kind: OperationKind, isAsked: Bool, policy: ApprovalPolicy) {
    self.kind = kind
    self.isAsked = isAsked
    self.policy = policy
  }

  /// What a plan needs; nil if it is sent at once.
  func needs(of plan: Plan) -> ApprovalNeeds? {
    let written = plan.effective.lazy.flatMap(\.cells).filter { $0.action != nil }
    let needs = policy.needs(
      kind,
      people: plan.effective.count,
      fields: Set(written.map(\.address.field))
    )
    if !needs.isEmpty { return needs }
    return isAsked ? ApprovalPolicy.usual : nil
  }

  /// Keeps that the person agreed to propose it.
  func propose(needing needs: ApprovalNeeds) { self.needs.withLock { $0 = needs } }

  /// What it needs, if the person agreed to propose it.
  var agreed: ApprovalNeeds? { needs.withLock { $0 } }
}
