import Ledger
import Roster

/// The rows of a batch after all its retries, and those of the batch that it retries.
struct RetryLines: Sendable {
  /// A row as in the last batch of the family that sent it; if none did, as in the batch itself.
  struct Line: Sendable {
    let batch: Int64
    let line: BatchLine
    /// The entry of the first call of the family that carried it; nil if there is none.
    var firstSent: Int64?
  }

  /// Rows that may be sent again, after a read.
  private(set) var candidates: [Line] = []
  /// Rows that must not be, and why.
  private(set) var leftAlone: [RowLeftAlone] = []
  private let canRead: Bool

  /// Reads them from the log.
  ///
  /// - Parameters:
  ///   - batch: The batch's operation number.
  ///   - lines: Its rows.
  ///   - ledger: The ledger.
  ///   - canRead: Whether the system can be read.
  /// - Throws: Errors of the ledger.
  init(
    of batch: Int64,
    _ lines: [BatchLine],
    in ledger: Ledger,
    canRead: Bool
  ) throws {
    self.canRead = canRead
    let family = BatchFamily(of: batch, among: try ledger.operations())
    var carried: [Verbatim: [Line]] = [:]
    for member in family.members {
      let lines = try ledger.batch(member)?.1 ?? []
      for line in lines where line.attempts > 0 {
        carried[line.user, default: []].append(Line(batch: member, line: line))
      }
    }
    for line in lines {
      judge(carried[line.user] ?? [], or: Line(batch: batch, line: line))
    }
  }

  private mutating func judge(_ carried: [Line], or own: Line) {
    // A row that any of them applied is in the system, whichever batch is retried.
    if carried.contains(where: { $0.line.isApplied }) { return }
    var last = carried.last ?? own
    last.firstSent = carried.first?.line.sent
    let line = last.line
    if line.hasErased {
      leftAlone.append(
        RowLeftAlone(
          user: line.user,
          why: "What it was to write, or what was there before, was erased from the ledger."
        )
      )
    } else if let open = carried.first(where: { mustBeSettled($0.line) }) {
      let isUndecided = open.line.settled == .undecidable
      leftAlone.append(
        RowLeftAlone(
          user: line.user,
          why: "What became of it in batch \(open.batch) is not known. "
            + (isUndecided
              ? "Settle that batch with --resend, or push the row anew."
              : "Settle that batch first.")
        )
      )
    } else if line.status == .skipped {
      leftAlone.append(
        RowLeftAlone(
          user: line.user,
          why: "It was left out in batch \(last.batch): \(line.message?.text ?? "its cells moved") "
            + "Push it again to overwrite it."
        )
      )
    } else {
      candidates.append(last)
    }
  }

  /// Whether a row must be settled first.
  ///
  /// If settling could not decide, a read of the current contents can.
  private func mustBeSettled(_ line: BatchLine) -> Bool {
    line.isOpen && !(canRead && line.settled == .undecidable)
  }
}
