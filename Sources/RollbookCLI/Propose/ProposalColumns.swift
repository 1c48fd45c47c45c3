import Roster
import Tables
import TransparencyLog
import VerbatimJSON

extension Column where Row == ProposalFacts {
  /// The columns of `proposals`, in the order of docs/cli.md.
  ///
  /// - Parameter now: The time that decides whether a proposal has expired.
  /// - Returns: The columns.
  static func proposals(now: Instant) -> [Column] {
    [
      Column("proposal", title: "proposal", .trailing) { .integer($0.number) },
      Column("kind", title: "kind") { .text($0.kind.rawValue) },
      Column("system", title: "system") { .text($0.system.rawValue) },
      Column("state", title: "state") { .text($0.state(at: now).rawValue) },
      Column("people", title: "people", .trailing) { Datum($0.people) },
      Column("proposer", title: "proposer", isFlexible: true) { .text($0.proposer) },
      Column("reason", title: "reason", isFlexible: true) { Datum($0.reason) },
      .data("needs") { .text($0.needs.before.joined(separator: ", ")) },
      .shown("needs") { .text($0.needs.inWords) },
      Column("missing", title: "still needs") { .text($0.openNeeds.joined(separator: ", ")) },
      Column("proposedAt", title: "proposed") { .time($0.proposedAt) },
      Column("until", title: "until") { .time($0.until) },
      Column("digest", title: "digest") { .text(Hexadecimal.text($0.digest)) },
      Column("batch", title: "batch", .trailing) { Datum($0.appliedBy) },
      .data("afterwards") {
        $0.needs.after.isEmpty ? .absent : .text($0.needs.after.joined(separator: ", "))
      },
      .data("reviewUntil") { Datum($0.reviewUntil) },
      .data("freshSeconds") { facts in
        facts.needs.fresh.map { .integer($0.inMilliseconds / 1_000) } ?? .absent
      },
      .data("window") { facts in
        let windows = facts.needs.windows.map(\.text)
        return windows.isEmpty ? .absent : .text(windows.joined(separator: ", "))
      },
      .data("appliesItself") { .flag($0.needs.appliesItself) },
    ]
  }
}

extension ApprovalNeeds {
  /// All of it, for people.
  var inWords: String {
    var words = before.isEmpty ? [] : [before.joined(separator: " and ")]
    if !after.isEmpty, let within {
      words.append("\(after.joined(separator: " and ")) within \(Times.span(within)) afterwards")
    }
    if let fresh { words.append("signed in at most \(Times.span(fresh)) ago") }
    words += windows.map { "applied from \($0.text)" }
    if appliesItself { words.append("applied by the service") }
    return words.joined(separator: ", ")
  }
}

extension Column where Row == RecordedDecision {
  /// The columns of the decisions of `proposal`, in the order of docs/cli.md.
  static var decisions: [Column] {
    [
      Column("entry", title: "entry", .trailing) { .integer($0.entry) },
      Column("at", title: "at") { .time($0.at) },
      Column("decision", title: "decision") { .text($0.decision.rawValue) },
      Column("person", title: "person", isFlexible: true) { .text($0.person) },
      Column("duty", title: "duty") { $0.duty.isEmpty ? .absent : .text($0.duty) },
      Column("reason", title: "reason", isFlexible: true) { Datum($0.reason) },
      .data("operation") { .integer($0.operation) },
    ]
  }
}
