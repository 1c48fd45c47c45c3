package import Ledger
package import LedgerStorage
import GRDB
package import Roster

extension Ledger {
  /// The operations, in their order; those that only say what the service showed are left out.
  ///
  /// - Parameter filter: Those that are needed.
  /// - Returns: The operations; an open one is `running` while a process writes, and `interrupted`
  ///   otherwise. As of an entry, one that was closed later is `running`, too.
  /// - Throws: ``LedgerError``.
  package func operations(
    _ filter: OperationFilter = OperationFilter()
  ) throws(LedgerError) -> [OperationSummary] {
    let writer = writer()
    return try read { database in
      var found: [OperationSummary] = []
      try OperationReading(database, writer: writer).forEach(filter) {
        found.append($0)
        return true
      }
      return found
    }
  }

  /// Streams operations; those that only say what the service showed are left out.
  ///
  /// - Parameters:
  ///   - filter: Those that are needed.
  ///   - each: Receives an operation, and returns whether to go on; an error that it throws ends the
  ///     reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func operations(
    _ filter: OperationFilter,
    each: (OperationSummary) throws -> Bool
  ) throws {
    let writer = writer()
    try reading { try OperationReading($0, writer: writer).forEach(filter, each) }
  }

  /// The first operation of a filter.
  ///
  /// - Parameter filter: The operations.
  /// - Returns: The operation; nil if there is none.
  /// - Throws: ``LedgerError``.
  package func operation(
    _ filter: OperationFilter = OperationFilter()
  ) throws(LedgerError) -> OperationSummary? {
    let writer = writer()
    return try read { try OperationReading($0, writer: writer).first(filter) }
  }

  /// How many operations of each kind have each status.
  ///
  /// - Returns: The counts; an operation that is open counts as ``operations(_:)`` has it.
  /// - Throws: ``LedgerError``.
  package func operationCounts()
    throws(LedgerError) -> [OperationKind: [OperationStatus: Int]]
  {
    let writer = writer()
    return try read { database in
      var counts: [OperationKind: [OperationStatus: Int]] = [:]
      try database.run(
        """
        SELECT o.kind, c.status, count(*) FROM operation o JOIN closing c ON c.operation = o.id
        WHERE o.kind <> 'access' GROUP BY o.kind, c.status
        """
      ) { row in
        guard let kind = row.text(0).flatMap({ OperationKind(rawValue: $0.text) }),
          let status = row.text(1).flatMap({ OperationStatus(rawValue: $0.text) })
        else { return }
        counts[kind, default: [:]][status] = Int(row.integer(2))
      }
      try OperationReading(database, writer: writer).forEach(OperationFilter(isOpen: true)) {
        counts[$0.kind, default: [:]][$0.status, default: 0] += 1
        return true
      }
      return counts
    }
  }
}
