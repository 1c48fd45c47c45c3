/// The result of a row of a batch: from its calls, and from a settlement.
package struct RowOutcome: Hashable, Sendable {
  /// The status of the row after its calls.
  package let status: RowStatus
  /// The result of a settlement; nil if there was none.
  package let settled: Settlement?

  package init(_ status: RowStatus, settled: Settlement?) {
    self.status = status
    self.settled = settled
  }

  /// The status as the settlement of an uncertain row corrects it.
  package var known: RowStatus {
    switch (status, settled) {
    case (.uncertain, .applied?): .accepted
    case (.uncertain, .notApplied?): .rejected
    default: status
    }
  }

  /// Whether the row is known to be in the system, by its word or by settlement.
  package var isApplied: Bool { settled.map { $0 == .applied } ?? (status == .accepted) }

  /// Whether the row is known not to be in the system, by its word or by settlement.
  package var isRefused: Bool { settled.map { $0 == .notApplied } ?? (status == .rejected) }

  /// Whether a call carried the row, and its result is not known.
  package var isOpen: Bool { status == .uncertain && (settled ?? .undecidable) == .undecidable }
}
