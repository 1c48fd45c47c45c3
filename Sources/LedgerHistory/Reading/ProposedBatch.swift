package import Roster

/// A proposal with its texts.
package struct ProposedBatch: Hashable, Sendable {
  package let facts: ProposalFacts
  /// How it is to be done, as JSON; nil if it was erased.
  package let request: Verbatim?
  /// Each user's part of it, as JSON; nil for one that was erased.
  package let rows: [Verbatim?]
  /// The keys of those whom it is about, of each row; nil for one who was erased.
  package let users: [Verbatim?]

  /// Whether a part of it was erased, so that it cannot be applied.
  package var isErased: Bool { request == nil || rows.contains(nil) }
}
