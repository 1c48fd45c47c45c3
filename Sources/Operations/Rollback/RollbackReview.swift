package import Roster

/// The decision about a rollback, cell by cell.
package struct RollbackReview: Hashable, Sendable {
  /// The changes that write the earlier contents.
  package var changes: [UserChange] = []
  /// The cells that are left alone.
  package var leftAlone: [CellLeftAlone] = []
  /// The cells that cannot be put back, or not wholly.
  package var impossible: [CellImpossible] = []
  /// The cells that are put back on an assumption.
  package var assumed: [CellAssumed] = []
  /// How many cells have their earlier content already.
  package var alreadyThere = 0

  /// An empty review.
  package init() {}

  /// How many cells it would write.
  package var restores: Int { changes.reduce(0) { $0 + $1.edits.count } }
}

/// Why a cell is not put back, or not written again, although that may be possible.
package enum LeftAloneReason: String, CaseIterable, Hashable, Sendable {
  /// The batch never wrote it.
  case neverApplied
  /// It is not known whether the batch wrote it.
  case uncertain
  /// Its user has left, or does not come back.
  case leaver
  /// Its user's link to the other system has changed since.
  case linkChanged
  /// A later batch wrote it, or may have.
  case rewrittenByBatch
  /// Its content differs from the first observation after the write.
  case changedSince
  /// It has that content again, but had another one in between.
  case observedOtherwiseInBetween
  /// The earlier content is no longer among the field's options.
  case vanishedOption
  /// It was not observed since, and may not be assumed.
  case unobservedSince
  /// Its item of a detail group does not exist any more.
  case itemMissing
  /// Its item of a detail group cannot be distinguished from others.
  case itemAmbiguous
  /// It is part of a list or object that is written as a whole, and another part is left alone.
  case partOfWhole
  /// It is part of a row with another cell that cannot be written; a row is sent as a whole.
  case partOfRow
  /// It became empty, and empty values are written only on request.
  case clearNotAsked
  /// Its user, or one of its contents, was erased from the ledger.
  case erased
}

/// Who changed a cell after a batch, as far as that is known or assumed.
package enum Changer: Hashable, Sendable, CustomStringConvertible {
  /// Another batch of ours.
  case batch(Int64)
  /// No batch of ours.
  case outside

  package var description: String {
    switch self {
    case .batch(let number): "batch \(number)"
    case .outside: "outside"
    }
  }
}

/// A cell that a rollback, or a replay, leaves alone.
package struct CellLeftAlone: Hashable, Sendable {
  /// The user; for a replay, in the system that the value is from.
  package var user: Verbatim
  /// The cell, as the batch wrote it; for a replay, in the system that the value is from.
  package var address: CellAddress
  /// The field's name in the catalog.
  package var fieldName: Verbatim?
  /// Why.
  package var reason: LeftAloneReason
  /// Why, in a sentence or two.
  package var why: String
  /// The current content; nil if that is not known.
  package var now: Content?
  /// When it was last observed as written, if it was changed since.
  package var lastAsWritten: Instant?
  /// When it was first observed otherwise, or since when the reason holds.
  package var since: Instant?
  /// Who did that; nil if that is not known.
  package var by: Changer?
}

/// A cell that cannot be put back, or not wholly; in a replay, one that cannot be written.
package struct CellImpossible: Hashable, Sendable {
  /// The user.
  package var user: Verbatim
  /// The cell, as the batch wrote it.
  package var address: CellAddress
  /// The field's name in the catalog.
  package var fieldName: Verbatim?
  /// Why.
  package var why: String
  /// Whether something is written nevertheless: an added item is emptied.
  package var isResidual: Bool
}

/// A cell that is assumed to be unchanged, since its system cannot be read.
package struct CellAssumed: Hashable, Sendable {
  /// The user.
  package var user: Verbatim
  /// The cell.
  package var address: CellAddress
  /// When it was last known to have the written content.
  package var lastKnown: Instant?
  /// Whether the system only acknowledged the write, without returning the content.
  package var isAcknowledgedOnly: Bool
}
