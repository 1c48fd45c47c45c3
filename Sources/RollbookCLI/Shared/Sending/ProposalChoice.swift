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
  private let needs = Mutex<[String]?>(nil)

  init(_ kind: OperationKind, isAsked: Bool, policy: ApprovalPolicy) {
    self.kind = kind
    self.isAsked = isAsked
    self.policy = policy
  }

  /// The duties by which a plan must be approved; nil if it is sent at once.
  func needs(of plan: Plan) -> [String]? {
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
  func propose(needing duties: [String]) { needs.withLock { $0 = duties } }

  /// The duties by which it must be approved, if the person agreed to propose it.
  var agreed: [String]? { needs.withLock { $0 } }
}
