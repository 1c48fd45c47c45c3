import Ledger
import Roster

/// The rows of a batch as they stand after all retries of it.
struct RetryLines: Sendable {
  /// A row, in the last batch whose call carried it, or else in the batch itself.
  struct Line: Sendable {
    let batch: Int64
    let line: BatchLine
  }

  /// Rows that may be sent again, once it is seen what is there now.
  private(set) var candidates: [Line] = []
  /// Rows that must not be, and why.
  private(set) var leftAlone: [RowLeftAlone] = []

  /// Reads them off the book.
  init(of batch: Int64, _ lines: [BatchLine], in ledger: Ledger) throws {
    var latest = Dictionary(
      lines.map { ($0.user, Line(batch: batch, line: $0)) },
      uniquingKeysWith: { first, _ in first }
    )
    var family: Set<Int64> = [batch]
    for child in try ledger.batches() where child.operation.kind == .retry {
      guard let parent = child.operation.parent, family.contains(parent) else { continue }
      family.insert(child.operation.operation)
      for line in try ledger.batch(child.operation.operation)?.1 ?? []
      where line.attempts > 0 && latest[line.user] != nil {
        latest[line.user] = Line(batch: child.operation.operation, line: line)
      }
    }
    for line in lines {
      guard let last = latest[line.user] else { continue }
      judge(last)
    }
  }

  private mutating func judge(_ last: Line) {
    let line = last.line
    if line.isApplied { return }
    if line.hasErased {
      leftAlone.append(
        RowLeftAlone(
          user: line.user,
          why: "What it was to write, or what was there before, was erased from the ledger."
        )
      )
      return
    }
    if line.isOpen {
      leftAlone.append(
        RowLeftAlone(
          user: line.user,
          why: "What became of it in batch \(last.batch) is not known. Settle that batch first."
        )
      )
    } else if line.status == .skipped {
      leftAlone.append(
        RowLeftAlone(
          user: line.user,
          why: "It was left out in batch \(last.batch): \(line.message?.text ?? "its cells moved") "
            + "Push it anew, if it shall be overwritten."
        )
      )
    } else {
      candidates.append(last)
    }
  }
}
