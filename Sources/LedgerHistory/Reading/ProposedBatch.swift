package import Roster

/// A proposal with its texts.
package struct ProposedBatch: Hashable, Sendable {
  package let facts: ProposalFacts
  /// How the rows are to be sent, as JSON; nil if it was erased.
  package let request: Verbatim?
  /// Each user's part of the plan, as JSON; nil for one that was erased.
  package let rows: [Verbatim?]

  /// Whether a part of it was erased, so that it cannot be applied.
  package var isErased: Bool { request == nil || rows.contains(nil) }
}
