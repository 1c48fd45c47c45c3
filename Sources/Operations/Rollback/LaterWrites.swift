import Ledger
import LedgerHistory
import Roster

/// The writes of other batches of ours to a row's cells after it, and the observations that they
/// explain.
///
/// If a later write of ours explains an observation, that change did not come from outside. If such
/// writes cancel out, so that a cell has again what the batch wrote, they do not prevent a
/// rollback.
struct LaterWrites {
  private let writes: [CellAddress: [LaterWrite]]
  private let lastSights: [CellAddress: ObservedValue]
  private let lastAnswers: [FieldCode: LogReference]

  init(_ trace: WriteTrace) {
    writes = Dictionary(grouping: trace.laterWrites, by: \.address)
    lastSights = Dictionary(trace.observedAfter.map { ($0.address, $0) }, uniquingKeysWith: { $1 })
    lastAnswers = trace.lastAnswers
  }

  /// The batches that wrote to some fields.
  func batches(_ fields: Set<FieldCode>) -> [OperationNumber] {
    let touching = writes.lazy.filter { fields.contains($0.key.field) }.flatMap(\.value)
    return Set(touching.map(\.batch)).sorted()
  }

  /// A write to a cell whose result is not known yet.
  func unsettled(_ address: CellAddress) -> LaterWrite? {
    writes[address]?.last { $0.isOpen && !$0.isUndecidable }
  }

  /// The last write to a cell, if it can itself be rolled back.
  func last(_ address: CellAddress) -> LaterWrite? {
    writes[address]?.last.flatMap { $0.isUndo ? nil : $0 }
  }

  /// The write that explains an observed content of a cell; nil if none does.
  ///
  /// - Parameters:
  ///   - content: The observed content.
  ///   - address: The cell.
  ///   - reference: The entry of the observation.
  /// - Returns: The last write before that, if the observation agrees with it or is its batch's
  ///   own.
  func explaining(
    _ content: Content,
    _ address: CellAddress,
    observed reference: LogReference
  ) -> LaterWrite? {
    explaining(content, address) {
      $0.sent < reference.entry
    } isOwn: {
      $0.batch == reference.operation
    }
  }

  /// The write that explains the current content of a cell; nil if none does.
  func explaining(now content: Content, _ address: CellAddress) -> LaterWrite? {
    if let observation = lastSights[address], observation.content.showsSame(as: content) {
      let own = explaining(observation.content, address, observed: observation.recorded)
      if let own, writes[address]?.last?.sent == own.sent { return own }
    }
    return explaining(content, address, isBefore: { _ in true }, isOwn: { _ in false })
  }

  private func explaining(
    _ content: Content,
    _ address: CellAddress,
    isBefore: (LaterWrite) -> Bool,
    isOwn: (LaterWrite) -> Bool
  ) -> LaterWrite? {
    for write in (writes[address] ?? []).reversed() where isBefore(write) {
      if Meaning.agrees(written: write.to, observed: content) { return write }
      if write.isOpen { continue }
      return isOwn(write) ? write : nil
    }
    return nil
  }

  /// The first batch that wanted the content of a cell, and is no rollback: the one to roll back
  /// first.
  ///
  /// Later batches that wanted the same, as happens with a list that is written as a whole, cancel
  /// out with what came in between: rolling back the last of them may change nothing.
  func position(_ content: Content, _ address: CellAddress) -> LaterWrite? {
    let wanted = writes[address]?.first {
      !$0.isUndo && !$0.isOpen && Meaning.agrees(written: $0.to, observed: content)
    }
    return wanted ?? explaining(now: content, address).flatMap { $0.isUndo ? nil : $0 }
  }

  /// Cells as they would be observed without these writes: what the writes explain is as the batch
  /// left it.
  ///
  /// - Parameters:
  ///   - cells: The observed cells.
  ///   - first: The cells as the batch left them.
  ///   - reference: The entry of the observation; nil for now.
  /// - Returns: The cells.
  func without(
    _ cells: [CellAddress: Content],
    first: [CellAddress: Content],
    observed reference: LogReference?
  ) -> [CellAddress: Content] {
    var cells = cells
    for address in writes.keys {
      let there = cells[address] ?? .gone
      let own =
        reference.map { explaining(there, address, observed: $0) }
        ?? explaining(now: there, address)
      if own != nil { cells[address] = first[address] }
    }
    return cells
  }

  /// The expected contents in a system that cannot be read: the last written ones.
  func expected(_ observation: [CellAddress: Content]) -> [CellAddress: Content] {
    var cells = observation
    for (address, writes) in writes {
      guard let last = writes.last(where: { !$0.isOpen }),
        last.sent > lastAnswers[address.field]?.entry ?? 0
      else { continue }
      cells[address] = last.to
    }
    return cells
  }
}
