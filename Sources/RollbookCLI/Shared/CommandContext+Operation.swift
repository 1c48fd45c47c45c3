import Ledger
import LedgerHistory
import Roster

extension CommandContext {
  /// The operation of a number.
  ///
  /// - Throws: ``CommandError/operationUnknown(_:last:)`` if the ledger has none; `LedgerError`.
  func operation(_ number: OperationNumber) throws -> OperationSummary {
    if let found = try ledger.operation(OperationFilter(only: number)) { return found }
    let last = try ledger.operation(OperationFilter(latestFirst: true))
    throw CommandError.operationUnknown(number, last: last?.operation)
  }
}
