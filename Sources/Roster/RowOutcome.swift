/// What is known of a row of a batch: what the system said of it, and what a settlement found out.
package struct RowOutcome: Hashable, Sendable {
  /// How the row stands by what came of its calls.
  package let status: RowStatus
  /// What a settlement found out; nil where there was none.
  package let settled: Settlement?

  package init(_ status: RowStatus, settled: Settlement?) {
    self.status = status
    self.settled = settled
  }

  /// Whether the row is known to be in the system, by its word or by settlement.
  package var isApplied: Bool { settled.map { $0 == .applied } ?? (status == .accepted) }

  /// Whether the row is known not to be in the system, by its word or by settlement.
  package var isRefused: Bool { settled.map { $0 == .notApplied } ?? (status == .rejected) }

  /// Whether a call carried the row, and nothing is known of what became of it.
  package var isOpen: Bool { status == .uncertain && (settled ?? .undecidable) == .undecidable }
}
