public import Ledger
import Roster

/// Decides, cell by cell, what of a batch can be put back.
///
/// Three things are compared: what was there before, what was first seen after the write, and what
/// is there now. Where the last two are the same, and all that was seen in between was written by
/// later batches of ours, what was there before is wanted again; all else is left alone, and said so.
/// Where a later batch stands in the way, it is named, and it is never one that undoes another: so
/// rolling back what is named, the last one first, comes to an end. Pure: what is there now is
/// the caller's to read.
public struct RollbackDecider: Sendable {
  private let context: RollbackContext
  private let details: DetailGroups

  /// Makes a decider.
  public init(_ context: RollbackContext) {
    self.context = context
    details = DetailGroups(context.catalog)
  }

  /// Decides about rows.
  ///
  /// - Parameter traces: The rows that are wanted, and what the log says of each.
  /// - Returns: What is wanted, in the rows' order, and what is not, and why.
  public func decide(_ traces: [WriteTrace]) -> RollbackReview {
    var review = RollbackReview()
    for trace in traces {
      var row = RowRollback(trace, context, details)
      row.decide()
      row.report(to: &review)
    }
    return review
  }
}
