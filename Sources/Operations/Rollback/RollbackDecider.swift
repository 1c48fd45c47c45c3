package import Ledger
import Roster

/// Decides, cell by cell, what of a batch can be put back.
///
/// Three things are compared: what was there before, what was first seen after the write, and what
/// is there now. If the last two are the same, and later batches of ours wrote all that was seen in
/// between, the value from before is wanted again. Everything else is left alone, with a reason. If
/// a later batch stands in the way, the reason names it; that batch is never a rollback itself. So
/// rolling back the named batches, the last one first, comes to an end. Pure: the caller reads what
/// is there now.
package struct RollbackDecider: Sendable {
  private let context: RollbackContext
  private let details: DetailGroups

  /// Makes a decider.
  package init(_ context: RollbackContext) {
    self.context = context
    details = DetailGroups(context.catalog)
  }

  /// Decides about rows.
  ///
  /// - Parameter traces: The rows that are wanted, and what the log says of each.
  /// - Returns: What is wanted, in the rows' order, and what is not, and why.
  package func decide(_ traces: [WriteTrace]) -> RollbackReview {
    var review = RollbackReview()
    for trace in traces {
      var row = RowRollback(trace, context, details)
      row.decide()
      row.report(to: &review)
    }
    return review
  }
}
