import ArgumentParser
import Ledger
import LedgerHistory
import Operations
import Roster

/// A batch as a person names it: by its number, or as the last one.
enum BatchChoice: ExpressibleByArgument, Hashable, Sendable {
  case number(OperationNumber)
  case last

  init?(argument: String) {
    if argument == "last" {
      self = .last
    } else if let number = OperationNumber(argument: argument) {
      self = .number(number)
    } else {
      return nil
    }
  }
}

extension CommandContext {
  /// The number of a batch.
  ///
  /// - Returns: The number; one that is given need not be a batch's.
  /// - Throws: ``CommandError/nothingPushed`` if the ledger has no batch; `LedgerError`.
  func batch(_ choice: BatchChoice) throws -> OperationNumber {
    switch choice {
    case .number(let number): return number
    case .last:
      let filter = OperationFilter(kinds: OperationKind.batches, latestFirst: true)
      guard let last = try ledger.operation(filter) else { throw CommandError.nothingPushed }
      return last.operation
    }
  }

  /// The last batch that an account ran and that was not rolled back; rollbacks themselves do not count.
  ///
  /// - Throws: ``CommandError/nothingToUndo`` if there is none; `LedgerError`.
  func lastBatch(of actor: Verbatim) throws -> BatchSummary {
    var found: BatchSummary?
    do {
      try ledger.batches(latestFirst: true) { batch in
        let isUndone = batch.followUps.contains { $0.kind == .rollback }
        guard batch.operation.actor == actor, batch.operation.kind != .rollback, !isUndone,
          batch.counts.accepted > 0
        else { return }
        found = batch
        throw Found()
      }
    } catch is Found {}
    guard let found else { throw CommandError.nothingToUndo }
    return found
  }

  private struct Found: Error {}
}
