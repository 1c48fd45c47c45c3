package import Roster

/// Why a batch was not begun, or not finished, besides errors of the system and of the ledger.
package enum PushError: UserFacingError, Hashable {
  /// A writing operation needs a reason.
  case noReason
  /// A user is named twice in the wanted changes.
  case userTwice(Verbatim)
  /// The plan, or rows of it, is refused; nothing was sent.
  case refused([WriteRefusal])
  /// Cells have changed since the plan was saved; nothing was sent.
  case stale([StaleCell])
  /// The plan is not the one that was shown any more; nothing was sent.
  case otherPlan
  /// The saved plan is for another system.
  case otherSystem(planned: System, asked: System)
  /// The plan was shown, and not confirmed; nothing was sent.
  case declined
  /// A row of the canary did not end as it should.
  case canary(user: Verbatim, why: String)
  /// No row of the canary was sent, so it proves nothing.
  case canaryProvesNothing
  /// Too many rows were rejected.
  case tooManyRejected(Int, of: Int, percent: Int)
  /// Too many calls in a row have an unknown result.
  case tooManyUncertain(Int)
  /// There is no batch with this number.
  case noBatch(OperationNumber)
  /// No row of the batch was recorded, so nothing of it was sent.
  case nothingRecorded(OperationNumber)
  /// The batch is of another system.
  case batchOfOtherSystem(OperationNumber, System)
  /// A batch would be replayed in the system to which it was written.
  case replayToSameSystem(OperationNumber, System)

  package var errorCode: ErrorCode {
    switch self {
    case .noReason: ErrorCode("reasonMissing", .usage)
    case .userTwice: ErrorCode("userTwice", .badData)
    case .refused: ErrorCode("planRefused", .refused)
    case .stale, .otherPlan: ErrorCode("planStale", .refused)
    case .otherSystem: ErrorCode("planOfOtherSystem", .usage)
    case .declined: ErrorCode("planDeclined", .refused)
    case .canary: ErrorCode("canaryFailed", .attention)
    case .canaryProvesNothing: ErrorCode("canaryProvesNothing", .attention)
    case .tooManyRejected: ErrorCode("tooManyRejected", .attention)
    case .tooManyUncertain: ErrorCode("tooManyUncertain", .attention)
    case .noBatch: ErrorCode("noSuchBatch", .usage)
    case .nothingRecorded: ErrorCode("nothingRecorded", .usage)
    case .batchOfOtherSystem: ErrorCode("batchOfOtherSystem", .usage)
    case .replayToSameSystem: ErrorCode("replayToSameSystem", .usage)
    }
  }

  package var message: String {
    switch self {
    case .noReason: "An operation that writes needs a reason. Give one with --reason."
    case .userTwice(let user):
      "\(user) is there twice in what is wanted. Put all that is wanted of a user into one row."
    case .refused(let refusals):
      PushError.list(refusals.map(\.why), "Nothing was sent, since the plan is refused:")
    case .stale(let cells):
      PushError.list(
        cells.map(\.description),
        "Nothing was sent, since the plan is stale. Plan again, and look at:"
      )
    case .otherPlan:
      "Nothing was sent, since the plan is stale: it is not the one with the expected digest any more. "
        + "Plan again, and look at what it does now."
    case .otherSystem(let planned, let asked):
      "The plan is for \(planned.rawValue), and not for \(asked.rawValue). Nothing was sent."
    case .declined: "The plan was not agreed to. Nothing was sent."
    case .canary(let user, let why):
      "The canary stopped the batch: for \(user), \(why). Look at that row before the rest is sent; "
        + "'retry' sends it."
    case .canaryProvesNothing:
      "No row of the canary was accepted, so it proves nothing, and the rest was not sent."
    case .tooManyRejected(let rejected, let rows, let percent):
      "\(rejected) of \(rows.counted("row")) \(rejected == 1 ? "was" : "were") rejected, and at most \(percent) % may be, so no more were "
        + "sent. Look at the reasons, or allow more with --max-rejected."
    case .tooManyUncertain(let calls):
      "The fate of \(calls.counted("call")) in a row is not known, so no more were sent. Settle the batch "
        + "when the system responds again, then retry it."
    case .noBatch(let operation):
      "There is no batch \(operation) in this ledger. 'batches' lists them."
    case .nothingRecorded(let operation):
      "Batch \(operation) ended before any of its rows was recorded, so nothing of it was sent and there "
        + "is nothing to do about it. Push the change file again; 'operations' says who ran it, and "
        + "why."
    case .batchOfOtherSystem(let operation, let system):
      "Batch \(operation) wrote to \(system.rawValue). Name that system."
    case .replayToSameSystem(let operation, let system):
      "Batch \(operation) wrote to \(system.rawValue), and its replay goes to the other system. 'retry' "
        + "sends again what of it did not get through."
    }
  }

  private static func list(_ lines: [String], _ heading: String) -> String {
    let shown = lines.prefix(10).map { "\n  \($0)" }.joined()
    return heading + shown + (lines.count > 10 ? "\n  and \(lines.count - 10) more." : "")
  }
}

/// A cell whose content differs from a saved plan.
package struct StaleCell: Hashable, Sendable, CustomStringConvertible {
  /// The user.
  package let user: Verbatim
  /// The cell.
  package let address: CellAddress
  /// The content in the plan; nil if nothing was known.
  package private(set) var planned: Content?
  /// The content now; nil if nothing is known.
  package private(set) var now: Content?

  /// The same cell with other texts in place of its values and labels.
  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> StaleCell {
    var cell = self
    cell.planned = planned?.mapTexts(change)
    cell.now = now?.mapTexts(change)
    return cell
  }

  package var description: String {
    let was = planned.map(\.inWords) ?? "unknown"
    let there = now.map(\.inWords) ?? "unknown"
    return "\(user) \(address.field)[\(address.item)] was \(was) and is \(there)"
  }
}
