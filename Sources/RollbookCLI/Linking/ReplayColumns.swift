import Operations
import Reports
import VerbatimJSON

/// What a replay, or the rehearsal of one, came to.
struct ReplayResult: Sendable {
  let outcome: ReplayOutcome
  let isRehearsal: Bool
}

extension Column where Row == ReplayResult {
  /// The columns of `replay`, in the order of the contract.
  static var replay: [Column] {
    pushed + [
      Column("restored", title: "written") { Datum($0.outcome.restored) },
      Column("leftAlone", title: "left alone") { result in
        let cells = result.outcome.review.leftAlone
        return .parts(.array(cells.map(\.json)), inWords: String(cells.count))
      },
      Column("impossible", title: "impossible") { result in
        let cells = result.outcome.review.impossible
        return .parts(.array(cells.map(\.json)), inWords: String(cells.count))
      },
      .data("rehearsed") { .flag($0.isRehearsal) },
      .data("unchanged") { Datum($0.outcome.review.unchanged) },
      .data("unmapped") { Datum($0.outcome.review.unmapped) },
    ]
  }

  /// The columns of a push, whose parent is the batch that is written again.
  private static var pushed: [Column] {
    Column<PushResult>.push.map { column in
      guard column.key == "parent" else { return column.of { $0.outcome.push.result } }
      return Column("parent", title: "replays") { result in
        result.outcome.push.result.parent.map { .integer($0) } ?? .absent
      }
    }
  }
}

extension ReplayPlan {
  /// The plan as JSON has it: as of `plan`, and what is not written.
  func json(_ view: PlanView) -> JSON {
    guard case .object(let members) = view.json else { return view.json }
    return .object(
      members + [
        JSON.Member(key: "leftAlone", value: .array(review.leftAlone.map(\.json))),
        JSON.Member(key: "impossible", value: .array(review.impossible.map(\.json))),
      ]
    )
  }
}
