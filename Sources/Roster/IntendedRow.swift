/// What a batch will write to one user: one row.
package struct IntendedRow: Hashable, Sendable {
  /// The user's key in the system that is written.
  package let user: Verbatim
  /// The cells, each address once; never empty.
  package let cells: [IntendedCell]

  package init(user: Verbatim, cells: [IntendedCell]) {
    self.user = user
    self.cells = cells
  }
}

/// What a write does with a cell.
package enum WriteAction: String, CaseIterable, Hashable, Sendable {
  /// Give it another value.
  case set
  /// Empty it.
  case clear
  /// Add it as part of a new item of its detail group.
  case append
}

/// Whether a written cell can be put back.
package enum Reversibility: String, CaseIterable, Hashable, Sendable {
  /// The earlier content can be written again.
  case exact
  /// A trace remains: an added item can be emptied, but not removed; an absent value can only
  /// become empty.
  case residual
  /// It depends on a behaviour of this tenant that no probe has observed yet.
  case unproven
  /// It cannot be put back.
  case irreversible
}

/// One cell of a row that is about to be written.
package struct IntendedCell: Hashable, Sendable {
  /// The cell, and the content to write.
  package let cell: Cell
  /// What the write does with it.
  package let action: WriteAction
  /// The number of the event with the content before the write; nil if nothing was known.
  package let base: EventID?
  /// Whether the change file did not ask for it: a side effect of the write.
  package let isImplied: Bool
  /// Whether it can be put back.
  package let reversibility: Reversibility

  package init(
    cell: Cell,
    action: WriteAction,
    base: EventID?,
    isImplied: Bool = false,
    reversibility: Reversibility
  ) {
    self.cell = cell
    self.action = action
    self.base = base
    self.isImplied = isImplied
    self.reversibility = reversibility
  }
}

/// The state of a row of a batch.
package enum RowStatus: String, CaseIterable, Hashable, Sendable {
  /// No call has carried it.
  case notSent
  /// It was not sent, because its cells had changed since the plan.
  case skipped
  /// A call carried it, and the result is not known.
  case uncertain
  /// The system accepted it.
  case accepted
  /// The system refused it.
  case rejected
}

/// The result of a call for one row.
package enum RowVerdict: Hashable, Sendable {
  /// The system accepted it.
  case accepted
  /// The system refused it, with its code and message.
  case rejected(code: String?, message: Verbatim?)
  /// It is not known whether the system applied it; the message says why.
  case uncertain(code: String?, message: Verbatim)
}

/// What a read showed about an uncertain row.
package enum Settlement: String, CaseIterable, Hashable, Sendable {
  /// The written value is there.
  case applied
  /// The value from before the write is still there.
  case notApplied
  /// Neither, or the current value cannot be read.
  case undecidable
}
