import Ledger
import Operations
import Tables
import Roster
import VerbatimJSON

/// The result of a rollback, or of its rehearsal.
struct RollbackResult: Sendable {
  let outcome: PushOutcome
  let isRehearsal: Bool
}

extension Column where Row == RollbackResult {
  /// The columns of `rollback` and `rehearse`, in the order of docs/cli.md.
  static var undo: [Column] {
    pushed(parent: "undoes", \.outcome.result) + [
      Column("restored", title: "restored") { Datum($0.outcome.restored) },
      .cells("leftAlone", title: "left alone") { $0.outcome.review.leftAlone.map(\.leftAloneJSON) },
      .cells("impossible", title: "impossible") {
        $0.outcome.review.impossible.map(\.impossibleJSON)
      },
      .cells("assumed", title: "assumed") { $0.outcome.review.assumed.map(\.json) },
      .data("rehearsed") { .flag($0.isRehearsal) },
    ]
  }
}

extension WriteRefusal {
  /// A cell that is left alone as JSON has it, in the order of the contract.
  var leftAloneJSON: JSON {
    [
      "user": .optional(user?.text), "field": .optional(field?.text),
      "item": item.map { .integer($0) } ?? .null, "why": .string(why),
      "now": .optional(now?.value?.text),
      "since": .optional(since.map { Times.machine($0) }),
      "by": .optional(by.map { "\($0)" }), "reason": .string(reason.rawValue),
      "fieldName": .optional(fieldName?.text),
      "nowPresence": .optional(now?.presence.rawValue),
      "lastAsWritten": .optional(lastAsWritten.map { Times.machine($0) }),
    ]
  }

  /// A cell that cannot be written as JSON has it, in the order of the contract.
  var impossibleJSON: JSON {
    [
      "user": .optional(user?.text), "field": .optional(field?.text),
      "item": item.map { .integer($0) } ?? .null, "why": .string(why),
      "fieldName": .optional(fieldName?.text), "residual": .bool(isResidual),
    ]
  }
}

extension AssumedCell {
  /// The cell as JSON, in the order of docs/cli.md.
  var json: JSON {
    [
      "user": .string(user.text), "field": .string(address.field.text),
      "item": .integer(address.item),
      "lastKnown": .optional(lastKnown.map { Times.machine($0) }),
      "acknowledgedOnly": .bool(isAcknowledgedOnly),
    ]
  }
}
