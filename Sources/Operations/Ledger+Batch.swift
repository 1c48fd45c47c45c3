import LedgerHistory
import Ledger
import Roster

extension Ledger {
  /// The expected contents of a user's cells before an entry.
  func contents(
    of user: UserKey,
    fields: Set<FieldCode>,
    before entry: EntryID
  ) throws -> [CellAddress: Content] {
    var contents: [CellAddress: Content] = [:]
    try history(HistoryFilter(user: user, fields: fields)) { row in
      guard row.entry < entry else { return }
      contents[row.address] = row.content
    }
    return contents
  }

  /// A batch and its rows.
  ///
  /// - Parameters:
  ///   - number: The batch's operation number.
  ///   - system: The system that it must have written to; nil for any.
  ///   - mayBeEmpty: Whether it may have ended before any of its rows was recorded.
  /// - Returns: The batch and its rows.
  /// - Throws: `PushError` if it is not such a batch, or errors of the ledger.
  func batch(
    _ number: OperationNumber,
    of system: System?,
    mayBeEmpty: Bool = false
  ) throws -> (BatchSummary, [BatchLine]) {
    guard let (batch, lines) = try batch(number) else { throw PushError.noBatch(number) }
    if let system, batch.operation.system != system {
      throw PushError.batchOfOtherSystem(number, batch.operation.system)
    }
    if lines.isEmpty, !mayBeEmpty { throw PushError.nothingRecorded(number) }
    return (batch, lines)
  }
}
