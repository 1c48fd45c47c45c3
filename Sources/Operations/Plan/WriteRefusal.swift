package import LedgerHistory
package import Roster

/// Why something is not written, or not as it was asked: a cell, a row, or a whole plan.
///
/// A plan refuses rows, a retry leaves rows alone, a rollback and a replay leave cells alone or
/// cannot write them. Example: `WriteRefusal(user: "u1", reason: .leaver, why: "u1 has left.")`.
package struct WriteRefusal: Error, Hashable, Sendable {
  /// The user, in the system that the value is from; nil if it concerns the plan.
  package var user: Verbatim?
  /// The field; nil where it is about a row or the plan.
  package var field: FieldCode?
  /// The item index; nil where it is about no one item.
  package var item: Int?
  /// The field's name in the catalog, where it is known.
  package var fieldName: Verbatim?
  /// Why, by its stable name.
  package var reason: Reason
  /// Why and what to do, in a sentence or two.
  package var why: String
  /// The current content; nil if that is not known.
  package var now: Content?
  /// When the cell was last observed as written, if it was changed since.
  package var lastAsWritten: Instant?
  /// When it was first observed otherwise, or since when the reason holds.
  package var since: Instant?
  /// Who changed the cell; nil if it was not changed, or that is not known.
  package var by: Origin?

  /// Why something is not written; the raw values are stable names.
  package enum Reason: String, CaseIterable, Hashable, Sendable {
    /// The batch never wrote it.
    case neverApplied
    /// It is not known whether the batch wrote it.
    case uncertain
    /// Its user has left, or does not come back.
    case leaver
    /// Its user's link to the other system has changed since, or is not certain.
    case linkChanged
    /// Its user is not linked to one of the other system.
    case notLinked
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
    /// No response ever said what it holds, so that it could not be put back.
    case neverObserved
    /// Its item of a detail group is not there, or not any more.
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
    /// What the system says of its user cannot be read.
    case unreadable
    /// The configuration forbids to read its field.
    case neverRead
    /// The plan exceeds a limit.
    case limit
    /// It cannot be written or put back.
    case impossible
    /// It cannot be put back wholly, and something is done all the same: an added item is blanked.
    case residual
  }
}

extension WriteRefusal {
  /// Refuses a cell.
  init(_ user: Verbatim, _ cell: CellRef, _ reason: Reason, _ why: String) {
    self.init(
      user: user,
      field: cell.address.field,
      item: cell.address.item,
      fieldName: cell.fieldName,
      reason: reason,
      why: why
    )
  }

  /// The cell; nil where it is about a row or the plan.
  package var address: CellAddress? { field.map { CellAddress($0, item ?? 0) } }

  /// Whether the cell cannot be written, or not wholly: it is not merely left alone.
  package var isImpossible: Bool { reason == .impossible || isResidual }

  /// Whether something is written nevertheless: an added item is emptied.
  package var isResidual: Bool { reason == .residual }

  /// Whether it is about a cell of its user, or about the whole row.
  func concerns(_ address: CellAddress) -> Bool {
    (field == nil || field == address.field) && (item == nil || item == address.item)
  }

  /// The same cell, not written for another reason.
  func because(_ reason: Reason, _ why: String, now: Content? = nil) -> WriteRefusal {
    var other = self
    (other.reason, other.why, other.now) = (reason, why, now)
    return other
  }
}
