import LedgerHistory
import Operations
import Roster

// Sentences quote values. Where a reader may not see the values of a field, they do not see a
// sentence about it either.

extension Sight {
  /// What is shown in place of a sentence that may quote what is masked.
  static let withheld = "(masked)"

  /// What it sees of a sentence about cells of fields.
  func sentence(_ text: Verbatim, about fields: some Sequence<FieldCode>) -> Verbatim {
    fields.allSatisfy(sees) ? text : Verbatim(Self.withheld)
  }

  /// What it sees of a refusal: its reason by name in any case.
  func refusal(_ refusal: WriteRefusal) -> WriteRefusal {
    // The sentence about a row that was changed quotes whichever cell it was.
    // The sentence about a limit has numbers and no value.
    let sees =
      refusal.reason == .limit
      || refusal.field.map(sees)
        ?? (isWhole || refusal.reason != .changedSince)
    if sees { return refusal }
    var seen = refusal
    seen.why = Self.withheld
    seen.now = refusal.now?.mapTexts(ValueMask.masked)
    return seen
  }

  /// What it sees of what a batch does not write.
  func review(_ review: BatchReview) -> BatchReview {
    var seen = review
    seen.notWritten = review.notWritten.map(refusal)
    return seen
  }

  /// What it sees of a row of a batch; the cells are masked one by one.
  func line(_ line: BatchLine) -> BatchLine {
    var seen = line
    seen.message = line.message.map { sentence($0, about: line.changes.lazy.map(\.field)) }
    return seen
  }

  /// What it sees of an error, whose message may quote values.
  func error(_ error: any Error) -> any Error {
    switch error as? PushError {
    case .refused(let refusals): PushError.refused(refusals.map(refusal))
    case .stale(let cells): PushError.stale(cells.map(cell))
    default: error
    }
  }

  /// What it sees of a cell that a probe did not put back.
  func leftover(_ cell: ProbeLeftover) -> ProbeLeftover {
    sees(cell.address.field) ? cell : cell.mapTexts(ValueMask.masked)
  }

  /// What it sees of a cell of a change file that was cleaned.
  func cleaning(_ cell: PlannedCleaning) -> PlannedCleaning {
    guard let field = cell.address?.field, !sees(field) else { return cell }
    var seen = cell
    seen.was = ValueMask.masked(cell.was)
    seen.text = ValueMask.masked(cell.text)
    seen.sentence = Self.withheld
    return seen
  }

  private func cell(_ cell: StaleCell) -> StaleCell {
    sees(cell.address.field) ? cell : cell.mapTexts(ValueMask.masked)
  }
}
