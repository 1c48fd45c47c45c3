package import LedgerStorage
package import Roster

extension Ledger {
  /// The entry of the last erasure; 0 if nothing was erased.
  ///
  /// - Throws: ``LedgerError``.
  package func lastErasure() throws(LedgerError) -> EntryID {
    try read { try $0.first("SELECT max(entry) FROM erasure") { $0.integer(0) } ?? 0 }
  }
}
