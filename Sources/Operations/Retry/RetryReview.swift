import Ledger
import Roster

/// Compares a row with the current contents, and decides which of its changes may be sent again.
struct RetryReview {
  private let details: DetailGroups
  private let contents: [Verbatim: [CellAddress: Content]]
  private let ledger: Ledger
  private let system: any BatchSystem

  init(_ fresh: FreshReading, ledger: Ledger, system: any BatchSystem) {
    details = DetailGroups(fresh.catalog?.fields ?? [])
    contents = fresh.reading.contents
    self.ledger = ledger
    self.system = system
  }

  /// The changes to send again, and the rows that are left alone.
  func changes(of retried: RetryLines) throws -> ([UserChange], [RowLeftAlone]) {
    var changes: [UserChange] = []
    var leftAlone = retried.leftAlone
    for candidate in retried.candidates {
      let line = candidate.line
      switch try review(candidate) {
      case .wanted(let change): changes.append(change)
      case .leftAlone(let why): leftAlone.append(RowLeftAlone(user: line.user, why: why))
      }
    }
    return (changes, leftAlone)
  }

  private enum Verdict {
    case wanted(UserChange)
    case leftAlone(String)
  }

  private func review(_ candidate: RetryLines.Line) throws -> Verdict {
    let line = candidate.line
    guard let now = contents[line.user] else {
      return .leftAlone("The system does not show this user any more.")
    }
    let row = WrittenRow(line, details: details)
    for cell in row.edits {
      let there = now[cell.address] ?? .gone
      let isExpected =
        Meaning.agrees(written: cell.to, observed: there)
        || Meaning.agrees(written: cell.from ?? .gone, observed: there)
      guard !isExpected else { continue }
      return .leftAlone(
        "\(cell.address.field)[\(cell.address.item)] was changed outside this batch: it was "
          + "\((cell.from ?? .gone).inWords), is \(there.inWords), and \(cell.to.inWords) was to be written. "
          + "Push it again to overwrite it."
      )
    }
    let change = line.change(held: [:], details, system)
    guard line.attempts > 0, !row.additions.isEmpty else { return .wanted(change) }
    let before = try ledger.contents(
      of: UserKey(system.system, line.user),
      fields: row.fields(details),
      // Before the first call of the family: additions of any of its batches count.
      before: candidate.firstSent ?? line.intended
    )
    let finding = SettleDecider(details)
      .additions(row.additions, before: before, now: now)
    switch finding?.verdict {
    case .notApplied?, nil: return .wanted(change)
    case .applied?:
      // A call that was refused as a whole may have been applied in part.
      return .wanted(UserChange(user: change.user, edits: change.edits))
    case .undecidable?:
      return .leftAlone(
        "It is not certain that its items were not added, and adding them twice cannot be undone. "
          + (finding?.how.text ?? "")
      )
    }
  }
}
