package import Roster

/// What a rollback of a batch comes to, cell by cell.
package struct RollbackReview: Hashable, Sendable {
  /// What is wanted: what was there before.
  package var changes: [UserChange] = []
  /// What is left alone.
  package var leftAlone: [CellLeftAlone] = []
  /// What cannot be put back, or not wholly.
  package var impossible: [CellImpossible] = []
  /// What is put back on an assumption.
  package var assumed: [CellAssumed] = []
  /// How many cells hold already what was there before.
  package var alreadyThere = 0

  /// Makes a review of nothing.
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
  /// It does not hold any more what was first seen after the write.
  case changedSince
  /// It holds that again, and something else was seen in between.
  case observedOtherwiseInBetween
  /// What was there before is no longer among the field's choices.
  case vanishedOption
  /// Nothing was seen of it since, and nothing may be assumed.
  case unobservedSince
  /// Its item of a detail group is not there any more.
  case itemMissing
  /// Its item of a detail group cannot be distinguished from others.
  case itemAmbiguous
  /// It is part of something that is written as a whole, and the rest of that is left alone.
  case partOfWhole
  /// It is part of a row of which another cell cannot be written; a row is sent whole or not at
  /// all.
  case partOfRow
  /// It became empty, and what became empty is emptied only where that is asked for.
  case clearNotAsked
  /// Its user was erased from the ledger, or what it held was.
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
  /// The user; of a replay, in the system that the value is from.
  package var user: Verbatim
  /// The cell, as the batch wrote it; of a replay, where its value is from.
  package var address: CellAddress
  /// The field's name in the catalog.
  package var fieldName: Verbatim?
  /// Why.
  package var reason: LeftAloneReason
  /// Why, in a sentence or two.
  package var why: String
  /// What is there now; nil where that is not known.
  package var now: Content?
  /// The last moment at which it was seen as after the write, where somebody changed it.
  package var lastAsWritten: Instant?
  /// The first moment at which it was otherwise, or since when the reason holds.
  package var since: Instant?
  /// Who did that, where somebody did.
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
  /// Whether something is done all the same: an added item is blanked.
  package var isResidual: Bool
}

/// A cell that is assumed to be unchanged, since its system cannot be read.
package struct CellAssumed: Hashable, Sendable {
  /// The user.
  package var user: Verbatim
  /// The cell.
  package var address: CellAddress
  /// When it was last known to hold what the batch wrote.
  package var lastKnown: Instant?
  /// Whether that was the system's word for the write only, and not a value that it gave out.
  package var isAcknowledgedOnly: Bool
}
