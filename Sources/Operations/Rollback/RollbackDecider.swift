package import LedgerHistory
import Ledger
package import Roster

/// Decides, cell by cell, what of a batch can be put back.
///
/// Three contents are compared: the one before the write, the first observation after it, and the
/// current one. If the last two are equal, and later batches of ours wrote everything observed in
/// between, the earlier content is written again. Everything else is left alone, with a reason. If
/// a later batch prevents it, the reason names that batch, which is never a rollback itself; so
/// rolling back the named batches, the last one first, comes to an end. Pure: the caller reads the
/// current contents.
///
/// Its properties are what is known besides the traces of the batch.
package struct RollbackDecider: Sendable {
  /// The system that was written to.
  package var system: System
  /// The operation number of the batch to undo.
  package var batch: OperationNumber
  /// The system's current fields; none for Maycur.
  package var catalog: [FieldDescription] = []
  /// The fresh read, user by user; nil for a system that cannot be read.
  package var now: [Verbatim: [CellAddress: Content]]?
  /// The fields that were requested in that read.
  package var asked: Set<FieldCode> = []
  /// When that was.
  package var at: Instant
  /// The fields to roll back; nil for all.
  package var fields: Set<FieldCode>?
  /// Whether unreadable cells may be assumed to be as the batch left them.
  package var assumesUnchanged = false
  /// The behaviours of this tenant that probes found.
  package var behaviours: [String: String] = [:]
  /// Users whose link to the other system has changed since the batch, with the sentence about it.
  package var changedLinks: [Verbatim: String] = [:]

  /// Decides about rows.
  ///
  /// - Parameter traces: The rows to roll back, with their traces.
  /// - Returns: The changes, in the rows' order, and what is not put back, and why.
  package func decide(_ traces: [WriteTrace]) -> BatchReview {
    let details = DetailGroups(catalog)
    var review = BatchReview()
    for trace in traces {
      var row = RowRollback(trace, self, details)
      row.decide()
      row.report(to: &review)
    }
    return review
  }
}
