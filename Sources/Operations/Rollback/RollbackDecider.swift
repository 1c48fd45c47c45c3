package import Ledger
import Roster

/// Decides, cell by cell, what of a batch can be put back.
///
/// Three contents are compared: the one before the write, the first observation after it, and the
/// current one. If the last two are equal, and later batches of ours wrote everything observed in
/// between, the earlier content is written again. Everything else is left alone, with a reason. If
/// a later batch prevents it, the reason names that batch, which is never a rollback itself; so
/// rolling back the named batches, the last one first, comes to an end. Pure: the caller reads the
/// current contents.
package struct RollbackDecider: Sendable {
  private let context: RollbackContext
  private let details: DetailGroups

  package init(_ context: RollbackContext) {
    self.context = context
    details = DetailGroups(context.catalog)
  }

  /// Decides about rows.
  ///
  /// - Parameter traces: The rows to roll back, with their traces.
  /// - Returns: The changes, in the rows' order, and what is not put back, and why.
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
