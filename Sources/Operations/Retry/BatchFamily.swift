import Ledger
import Roster

/// A batch with its retries, and the retries of those.
///
/// A row counts as applied if any of them applied it.
struct BatchFamily {
  /// The operation numbers of its batches, in their order.
  let members: [Int64]

  /// Finds the family that a batch belongs to.
  ///
  /// - Parameters:
  ///   - batch: The operation number of the batch, or of a retry.
  ///   - operations: All operations, in their order.
  init(of batch: Int64, among operations: [OperationSummary]) {
    var parents: [Int64: Int64] = [:]
    for operation in operations where operation.kind == .retry {
      parents[operation.operation] = operation.parent
    }
    func root(of batch: Int64) -> Int64 {
      var root = batch
      while let parent = parents[root], parent < root { root = parent }
      return root
    }
    let own = root(of: batch)
    members = operations.map(\.operation).filter { root(of: $0) == own }
  }
}
