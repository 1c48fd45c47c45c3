/// What a proposal needs, by the rules of when it was made.
package struct ApprovalNeeds: Hashable, Sendable {
  /// The duties by which it must be approved before it is applied, each by another person.
  package var before: [String]
  /// The duties by which it may also be approved afterwards, by a review.
  package var after: [String]
  /// How long after its application it may be reviewed; nil if nothing is needed afterwards.
  package var within: Duration?
  /// How long ago who approves or reviews may have signed in; nil for any time.
  package var fresh: Duration?
  /// The parts of a civil day in all of which it must be applied.
  package var windows: [ClockSpan]
  /// Whether the service applies it by itself as soon as it may.
  package var appliesItself: Bool

  package init(
    before: [String] = [],
    after: [String] = [],
    within: Duration? = nil,
    fresh: Duration? = nil,
    windows: [ClockSpan] = [],
    appliesItself: Bool = false
  ) {
    self.before = before
    self.after = after
    self.within = within
    self.fresh = fresh
    self.windows = windows
    self.appliesItself = appliesItself
  }

  /// Whether no approval is needed.
  package var isEmpty: Bool { before.isEmpty && after.isEmpty }

  /// All duties, in the order in which they are asked for.
  package var duties: [String] { before + after }

  /// Whether it may be applied at a minute since midnight.
  package func allowsMinute(_ minute: Int) -> Bool { windows.allSatisfy { $0.contains(minute) } }

  /// How the log has them (docs/format.md, "Proposals").
  package var text: String {
    var parts = [before.joined(separator: ",")]
    if !after.isEmpty { parts.append("after=" + after.joined(separator: ",")) }
    if let within { parts.append("within=\(within.inMilliseconds)") }
    if let fresh { parts.append("fresh=\(fresh.inMilliseconds)") }
    parts += windows.map { "window=\($0.text)" }
    if appliesItself { parts.append("apply=whenApproved") }
    return parts.joined(separator: ";")
  }

  /// Reads them as the log has them; what it does not know is left out.
  package init(text: String) {
    self.init(before: [])
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = String(pair[pair.count - 1])
      let duties = value.split(separator: ",").map(String.init)
      switch pair.count == 1 ? "" : pair[0] {
      case "": before = duties
      case "after": after = duties
      case "within": within = Int64(value).map { .milliseconds($0) }
      case "fresh": fresh = Int64(value).map { .milliseconds($0) }
      case "window": windows += ClockSpan(value).map { [$0] } ?? []
      case "apply": appliesItself = true
      default: break
      }
    }
  }
}

extension ApprovalNeeds: ExpressibleByArrayLiteral {
  /// Duties by which it must be approved before it is applied, and nothing else.
  package init(arrayLiteral duties: String...) { self.init(before: duties) }
}
