import Ledger
import Roster

/// What other batches of ours wrote to a row's cells after it, and what that explains.
///
/// If a later write of ours explains an observation, that change did not come from outside. If such
/// writes cancel out, so that a cell holds again what the batch left, they do not stand in the way
/// of a rollback.
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
  func batches(_ fields: Set<FieldCode>) -> [Int64] {
    let touching = writes.lazy.filter { fields.contains($0.key.field) }.flatMap(\.value)
    return Set(touching.map(\.batch)).sorted()
  }

  /// A write to a cell whose outcome is not known yet.
  func unsettled(_ address: CellAddress) -> LaterWrite? {
    writes[address]?.last { $0.isOpen && !$0.isUndecidable }
  }

  /// The last write to a cell, where it is one that can be rolled back in its turn.
  func last(_ address: CellAddress) -> LaterWrite? {
    writes[address]?.last.flatMap { $0.isUndo ? nil : $0 }
  }

  /// The write that made a cell hold what was seen of it; nil where it was none of these.
  ///
  /// - Parameters:
  ///   - content: What was seen.
  ///   - address: The cell.
  ///   - moment: Where the log says so.
  /// - Returns: The last write before that, if the observation agrees with it or is its batch's
  ///   own.
  func explaining(
    _ content: Content,
    _ address: CellAddress,
    observed moment: LogReference
  ) -> LaterWrite? {
    explaining(content, address) {
      $0.sent < moment.entry
    } isOwn: {
      $0.batch == moment.operation
    }
  }

  /// The write that makes a cell hold what is there now; nil where it is none of these.
  func explaining(now content: Content, _ address: CellAddress) -> LaterWrite? {
    if let observation = lastSights[address], observation.content.showsSame(as: content) {
      let own = explaining(observation.content, address, observed: observation.moment)
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

  /// The first batch that wanted what a cell holds, and is no rollback: the one to roll back first.
  ///
  /// Later batches that wanted the same, as happens with a list that is written whole, cancel out
  /// with what came in between: to roll back the last of them may change nothing.
  func position(_ content: Content, _ address: CellAddress) -> LaterWrite? {
    let wanted = writes[address]?.first {
      !$0.isUndo && !$0.isOpen && Meaning.agrees(written: $0.to, observed: content)
    }
    return wanted ?? explaining(now: content, address).flatMap { $0.isUndo ? nil : $0 }
  }

  /// Cells as they would be seen had these writes not been: what they explain is as it was left.
  ///
  /// - Parameters:
  ///   - cells: The cells as seen.
  ///   - first: The cells as the batch left them.
  ///   - moment: Where the log says so; nil for now.
  /// - Returns: The cells.
  func without(
    _ cells: [CellAddress: Content],
    first: [CellAddress: Content],
    observed moment: LogReference?
  ) -> [CellAddress: Content] {
    var cells = cells
    for address in writes.keys {
      let there = cells[address] ?? .gone
      let own =
        moment.map { explaining(there, address, observed: $0) } ?? explaining(now: there, address)
      if own != nil { cells[address] = first[address] }
    }
    return cells
  }

  /// What is expected in a system that cannot be read: what was written last.
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
