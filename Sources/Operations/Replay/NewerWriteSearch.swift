import LedgerHistory
import Ledger
import Roster

/// Finds writes and changes in the other system that are newer than the values to write there.
///
/// It searches the other system only: within one system, a replay writes an older value over a
/// newer one on purpose. A value that an export of Maycur shows for the first time does not count,
/// since its time is not known. Nor does a value that an earlier replay wrote.
struct NewerWriteSearch {
  let ledger: Ledger
  let target: System
  let now: Instant

  /// Finds a write or change of the target cell that is newer than the value to write there.
  ///
  /// - Parameters:
  ///   - value: The value, and when the cell had it.
  ///   - user: The user in the target.
  ///   - address: The cell in the target.
  ///   - held: The expected content of the cell.
  /// - Returns: Why the value's cell is left alone; nil if nothing is newer.
  /// - Throws: Errors of the ledger.
  func overtaking(
    _ value: ObservedCell,
    _ user: Verbatim,
    _ address: CellAddress,
    _ held: CurrentCell?
  ) throws -> WriteRefusal? {
    // An export's values were true when it was made, which may be long before it was imported.
    let isImported = value.heldAt < value.recordedAt
    guard let held, isImported || (held.entry ?? EntryID.max) > value.entry else { return nil }
    var all: [HistoryLine] = []
    try ledger.history(
      HistoryFilter(
        user: UserKey(target, user),
        fields: [address.field],
        item: address.item
      )
    ) { all.append($0) }
    func newer(
      _ reason: WriteRefusal.Reason,
      _ by: Origin,
      lastAsBefore: Instant? = nil,
      since: Instant
    ) -> WriteRefusal {
      WriteRefusal(
        user: value.user,
        field: value.address.field,
        item: value.address.item,
        reason: reason,
        why: "\(Self.author(by)) later than this value came about.",
        now: held.content,
        lastAsWritten: lastAsBefore,
        since: since,
        by: by
      )
    }
    let later = all.filter { $0.entry > value.entry || $0.recordedAt > value.heldAt }
    let written = later.last {
      ($0.kind == .accepted || $0.kind == .settled)
        && Meaning.agrees(written: $0.content, observed: held.content)
    }
    if let written {
      let batch = try batch(of: written.operation)
      return batch.map { newer(.rewrittenByBatch, .batch($0), since: written.recordedAt) }
    }
    guard target == .dingtalk else { return nil }
    if held.entry == nil {
      // Read just now, and not in the log: it is new, if the field was observed before.
      let reported = try ledger.knownFields(of: UserKey(target, user)).reported
      guard reported.contains(address.field) else { return nil }
      return newer(.changedSince, .outside, lastAsBefore: all.last?.recordedAt, since: now)
    }
    let changed = later.last { $0.kind == .fetched && $0.lastObservedBefore != nil }
    return changed.map {
      newer(.changedSince, .outside, lastAsBefore: $0.lastObservedBefore, since: $0.recordedAt)
    }
  }

  private static func author(_ origin: Origin) -> String {
    if case .batch(let number) = origin { return "Batch \(number) wrote it" }
    return "It was changed outside Rollbook"
  }

  /// The batch that an operation is, or settles; nil for a replay or the retry of one: a value that
  /// an earlier replay wrote was no newer than this one.
  private func batch(of operation: OperationNumber) throws -> OperationNumber? {
    func summary(_ number: OperationNumber) throws -> OperationSummary? {
      try ledger.operation(OperationFilter(only: number))
    }
    var batch = try summary(operation)
    if batch?.kind == .settle { batch = try batch?.parent.flatMap(summary) }
    var root = batch
    while let row = root, row.kind == .retry, let parent = row.parent { root = try summary(parent) }
    return root?.kind == .replay ? nil : batch?.operation
  }
}
