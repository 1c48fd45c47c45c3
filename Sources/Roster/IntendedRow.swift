/// What is to be written to one user: one row of a batch.
package struct IntendedRow: Hashable, Sendable {
  /// The user's key in the system that is written to.
  package let user: Verbatim
  /// The cells, each address once; never empty.
  package let cells: [IntendedCell]

  package init(user: Verbatim, cells: [IntendedCell]) {
    self.user = user
    self.cells = cells
  }
}

/// What a write is to do with a cell.
package enum WriteAction: String, CaseIterable, Hashable, Sendable {
  /// Give it another value.
  case set
  /// Empty it.
  case clear
  /// Add it as part of a new item of its detail group.
  case append
}

/// Whether a write can be put back.
package enum Reversibility: String, CaseIterable, Hashable, Sendable {
  /// What was there before can be written again.
  case exact
  /// Something stays behind: an added item can be blanked, not removed; what was absent can only
  /// become empty.
  case residual
  /// It depends on a behaviour of this tenant that no probe has seen yet.
  case unproven
  /// It cannot be put back.
  case irreversible
}

/// One cell of a row that is about to be written.
package struct IntendedCell: Hashable, Sendable {
  /// The cell, and what it is to hold.
  package let cell: Cell
  /// What the write does with it.
  package let action: WriteAction
  /// The number of the event that says what was there; nil where nothing was known.
  package let base: Int64?
  /// Whether the change file did not ask for it: an effect of the write beyond itself.
  package let isImplied: Bool
  /// Whether it can be put back.
  package let reversibility: Reversibility

  package init(
    cell: Cell,
    action: WriteAction,
    base: Int64?,
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
  /// It was left out, because its cells had moved.
  case skipped
  /// A call carried it, and what became of it is not known.
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
  /// It is not known what became of it, and why not.
  case uncertain(code: String?, message: Verbatim)
}

/// What was found out about an uncertain row.
package enum Settlement: String, CaseIterable, Hashable, Sendable {
  /// What was written is there.
  case applied
  /// What was there before is still there.
  case notApplied
  /// Neither, or it cannot be seen.
  case undecidable
}
