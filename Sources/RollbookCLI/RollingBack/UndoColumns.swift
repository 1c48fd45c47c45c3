import Ledger
import Operations
import Reports
import Roster
import VerbatimJSON

/// What a rollback, or the rehearsal of one, came to.
struct UndoResult: Sendable {
  let outcome: RollbackOutcome
  let isRehearsal: Bool
}

extension Column where Row == UndoResult {
  /// The columns of `rollback` and `rehearse`, in the order of the contract.
  static var undo: [Column] {
    pushed + [
      Column("restored", title: "restored") { Datum($0.outcome.restored) },
      Column("leftAlone", title: "left alone") { result in
        let cells = result.outcome.review.leftAlone
        return .parts(.array(cells.map(\.json)), inWords: String(cells.count))
      },
      Column("impossible", title: "impossible") { result in
        let cells = result.outcome.review.impossible
        return .parts(.array(cells.map(\.json)), inWords: String(cells.count))
      },
      Column("assumed", title: "assumed") { result in
        let cells = result.outcome.review.assumed
        return .parts(.array(cells.map(\.json)), inWords: String(cells.count))
      },
      .data("rehearsed") { .flag($0.isRehearsal) },
    ]
  }
}

extension Column where Row == UndoResult {
  /// The columns of a push, whose parent is what is undone.
  private static var pushed: [Column] {
    Column<PushResult>.push.map { column in
      guard column.key == "parent" else { return column.of { $0.outcome.push.result } }
      return Column("parent", title: "undoes") { result in
        result.outcome.push.result.parent.map { .integer($0) } ?? .absent
      }
    }
  }
}

extension CellLeftAlone {
  /// The cell as JSON has it, in the order of the contract.
  var json: JSON {
    [
      "user": .string(user.text), "field": .string(address.field.text),
      "item": .integer(address.item), "why": .string(why), "now": .optional(now?.value?.text),
      "since": .optional(since.map { Times.machine($0) }),
      "by": .optional(by.map { "\($0)" }), "reason": .string(reason.rawValue),
      "fieldName": .optional(fieldName?.text),
      "nowPresence": .optional(now?.presence.rawValue),
      "lastAsWritten": .optional(lastAsWritten.map { Times.machine($0) }),
    ]
  }
}

extension CellImpossible {
  /// The cell as JSON has it, in the order of the contract.
  var json: JSON {
    [
      "user": .string(user.text), "field": .string(address.field.text),
      "item": .integer(address.item), "why": .string(why),
      "fieldName": .optional(fieldName?.text), "residual": .bool(isResidual),
    ]
  }
}

extension CellAssumed {
  /// The cell as JSON has it, in the order of the contract.
  var json: JSON {
    [
      "user": .string(user.text), "field": .string(address.field.text),
      "item": .integer(address.item),
      "lastKnown": .optional(lastKnown.map { Times.machine($0) }),
      "acknowledgedOnly": .bool(isAcknowledgedOnly),
    ]
  }
}
