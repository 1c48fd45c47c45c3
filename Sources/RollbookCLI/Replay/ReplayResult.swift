import Operations
import Tables
import VerbatimJSON

/// The result of a replay, or of its rehearsal.
struct ReplayResult: Sendable {
  let outcome: PushOutcome
  let isRehearsal: Bool
}

extension Column where Row == ReplayResult {
  /// The columns of `replay`, in the order of docs/cli.md.
  static var replay: [Column] {
    pushed(parent: "replays", \.outcome.result) + [
      Column("restored", title: "written") { Datum($0.outcome.restored) },
      .cells("leftAlone", title: "left alone") { $0.outcome.review.leftAlone.map(\.leftAloneJSON) },
      .cells("impossible", title: "impossible") {
        $0.outcome.review.impossible.map(\.impossibleJSON)
      },
      .data("rehearsed") { .flag($0.isRehearsal) },
      .data("unchanged") { Datum($0.outcome.review.alreadyThere) },
      .data("unmapped") { Datum($0.outcome.review.unmapped) },
    ]
  }
}

extension Plan {
  /// The plan as JSON, in the form of `plan`, with what is not written.
  func replayJSON(_ view: PlanView) -> JSON {
    guard case .object(let members) = view.json else { return view.json }
    return .object(
      members + [
        JSON.Member(key: "leftAlone", value: .array(review.leftAlone.map(\.leftAloneJSON))),
        JSON.Member(key: "impossible", value: .array(review.impossible.map(\.impossibleJSON))),
      ]
    )
  }
}
