import LedgerHistory
import Ledger
import Maycur
import Roster

extension RowRollback {
  /// Adds the decisions to a review.
  func report(to review: inout BatchReview) {
    if !edits.isEmpty {
      review.changes.append(
        UserChange(user: user, edits: edits.sorted { $0.address < $1.address })
      )
    }
    review.notWritten += notWritten
    let wanted = Set(edits.map(\.address))
    review.assumed += assumed.filter { wanted.contains($0.address) }
    review.alreadyThere += alreadyThere
  }

  mutating func assume(
    _ change: BatchChange,
    _ lastKnown: Instant?,
    isAcknowledgedOnly: Bool
  ) {
    assumed.append(
      AssumedCell(
        user: user,
        address: change.address,
        lastKnown: lastKnown,
        isAcknowledgedOnly: isAcknowledgedOnly
      )
    )
  }

  mutating func cannot(_ change: BatchChange, _ why: String) {
    notWritten.append(WriteRefusal(user, change.cell, .impossible, why))
  }

  mutating func leave(
    _ change: BatchChange,
    _ reason: WriteRefusal.Reason,
    _ why: String,
    lastAsWritten: Instant? = nil,
    since: Instant? = nil,
    by: Origin? = nil,
    now cells: [CellAddress: Content]? = nil
  ) {
    var refusal = WriteRefusal(user, change.cell, reason, why)
    refusal.now = (cells ?? (context.now == nil ? [:] : now))[change.address]
    (refusal.lastAsWritten, refusal.since, refusal.by) = (lastAsWritten, since, by)
    notWritten.append(refusal)
  }

  mutating func leaveRewritten(_ change: BatchChange, _ later: LaterWrite) {
    leave(
      change,
      .rewrittenByBatch,
      later.isOpen && !later.isUndecidable
        ? "Batch \(later.batch) may have written it since. Settle that batch first."
        : "Batch \(later.batch) wrote it since. Roll that one back first, if it was wrong too.",
      since: later.sentAt,
      by: .batch(later.batch)
    )
  }

  mutating func leaveChanged(
    _ change: BatchChange,
    between last: Instant?,
    and since: Instant,
    _ there: Content
  ) {
    leave(
      change,
      .changedSince,
      "Changed outside Rollbook since: \(change.to.inWords) was written, and there is \(there.inWords).",
      lastAsWritten: last,
      since: since,
      by: .outside
    )
  }

  mutating func leaveUnseen(_ change: BatchChange) {
    leave(
      change,
      .unobservedSince,
      context.system == .maycur
        ? "Maycur cannot be read, so what is there now is not known. Import a baseline that was "
          + "captured after the batch, or take it as unchanged with --assume-unchanged."
        : "It was not read since the batch wrote it. Fetch its field first.",
      since: trace.line.sentAt
    )
  }

  mutating func leave(
    _ change: BatchChange,
    _ finding: ItemSearch.Finding,
    in group: Verbatim
  ) {
    let ours = later.batches(Set(details.fields(of: group)))
    let culprit =
      ours.isEmpty
      ? "outside Rollbook"
      : "outside Rollbook, or batch \(ours.map(String.init).joined(separator: ", ")), which wrote to "
        + "the group since,"
    switch finding {
    case .at: return
    case .neverObserved:
      leave(
        change,
        .itemMissing,
        "No single item was observed after the write that has what was written and what was there "
          + "beside it, so it cannot be known which one to put back.",
        now: [:]
      )
    case .missing(let last, let since):
      leave(
        change,
        .changedSince,
        "No item has any more the values of this one when it was first observed after the write: "
          + "\(culprit) changed or removed it.",
        lastAsWritten: last,
        since: since,
        by: .outside,
        now: [:]
      )
    case .away(let last, let since):
      leave(
        change,
        .observedOtherwiseInBetween,
        "No item had in between the values of this one when it was first observed after the write: "
          + "\(culprit) had a hand in it.",
        lastAsWritten: last,
        since: since,
        by: .outside,
        now: [:]
      )
    case .ambiguous:
      leave(
        change,
        .itemAmbiguous,
        "Several items have the same values, and some were added or removed, so it cannot be known which one "
          + "to put back.",
        now: [:]
      )
    }
  }

  /// Leaves a list or an object alone if a part of it is: it is written as a whole.
  mutating func keepWholes() {
    let kept = Set(notWritten.compactMap(\.field)).compactMap(Self.whole)
    guard !kept.isEmpty else { return }
    let dropped = edits.filter { edit in
      Self.whole(of: edit.address.field).map { kept.contains($0) } ?? false
    }
    edits.removeAll { dropped.contains($0) }
    let addresses = Set(dropped.map(\.address))
    for change in trace.line.changes
    where addresses.contains(change.address) {
      leave(
        change,
        .partOfWhole,
        "It is written as a whole with others, and not all of them can be put back."
      )
    }
  }

  /// Whether a cell only records that a list or object was emptied, beside cells that record its
  /// parts.
  func standsForWhole(_ change: BatchChange) -> Bool {
    guard context.system == .maycur, let whole = Self.whole(of: change.field) else { return false }
    return whole == change.field
      && trace.line.changes.contains {
        $0.field != change.field && Self.whole(of: $0.field) == whole
      }
  }

  /// The list or object of Maycur that a field is part of.
  private static func whole(of field: FieldCode) -> Verbatim? {
    MaycurField(code: field)?.whole?.code
  }
}
