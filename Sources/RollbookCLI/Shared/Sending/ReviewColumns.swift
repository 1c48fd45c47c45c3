import Ledger
import LedgerHistory
import Operations
import Tables
import Roster
import VerbatimJSON

extension Column where Row == PushOutcome {
  /// The columns of `rollback` and `rehearse`, in the order of docs/cli.md.
  static func undo(isRehearsal: Bool) -> [Column] {
    reviewed(parent: "undoes", restored: "restored") + [
      .cells("assumed", title: "assumed") { $0.review.assumed.map(\.json) },
      .data("rehearsed") { _ in .flag(isRehearsal) },
    ]
  }

  /// The columns of `replay`, in the order of docs/cli.md.
  static func replay(isRehearsal: Bool) -> [Column] {
    reviewed(parent: "replays", restored: "written") + [
      .data("rehearsed") { _ in .flag(isRehearsal) },
      .data("unchanged") { Datum($0.review.alreadyThere) },
      .data("unmapped") { Datum($0.review.unmapped) },
    ]
  }

  private static func reviewed(parent: String, restored: String) -> [Column] {
    pushed(parent: parent, \.result) + [
      Column("restored", title: restored) { Datum($0.restored) },
      .cells("leftAlone", title: "left alone") { $0.review.leftAlone.map(\.leftAloneJSON) },
      .cells("impossible", title: "impossible") { $0.review.impossible.map(\.impossibleJSON) },
    ]
  }
}

extension Plan {
  /// The plan as JSON, in the form of `plan`, with what is not written.
  func json(_ view: PlanView, _ purpose: ReviewText.Purpose) -> JSON {
    guard case .object(var members) = view.json else { return view.json }
    let review = view.sight.review(review)
    members += [
      JSON.Member(key: "leftAlone", value: .array(review.leftAlone.map(\.leftAloneJSON))),
      JSON.Member(key: "impossible", value: .array(review.impossible.map(\.impossibleJSON))),
    ]
    if purpose == .rollback {
      members.append(JSON.Member(key: "assumed", value: .array(review.assumed.map(\.json))))
    }
    return .object(members)
  }
}

extension WriteRefusal {
  /// A cell that is left alone as JSON has it, in the order of the contract.
  var leftAloneJSON: JSON {
    ([
      "user": .optional(user?.text), "field": .optional(field?.text),
      "item": item.map { .integer($0) } ?? .null, "why": .string(why),
      "now": .optional(now?.value?.text),
      "since": .optional(since.map { Times.machine($0) }),
      "by": .optional(by?.words), "reason": .string(reason.rawValue),
      "fieldName": .optional(fieldName?.text),
      "nowPresence": .optional(now?.presence.rawValue),
      "lastAsWritten": .optional(lastAsWritten.map { Times.machine($0) }),
    ] as JSON).marked(why == Sight.withheld)
  }

  /// A cell that cannot be written as JSON has it, in the order of the contract.
  var impossibleJSON: JSON {
    ([
      "user": .optional(user?.text), "field": .optional(field?.text),
      "item": item.map { .integer($0) } ?? .null, "why": .string(why),
      "fieldName": .optional(fieldName?.text), "residual": .bool(isResidual),
    ] as JSON).marked(why == Sight.withheld)
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
