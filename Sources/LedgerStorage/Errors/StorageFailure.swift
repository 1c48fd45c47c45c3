import GRDB

extension LedgerError {
  /// The error of the ledger at `path` for an error of the storage.
  package init(_ error: any Error, path: String) {
    if let known = error as? LedgerError {
      self = known
      return
    }
    if let proof = error as? ProofError {
      self = .proof(proof)
      return
    }
    if let erasure = error as? ErasureError {
      self = .erasure(erasure)
      return
    }
    if let gap = error as? ProofGap {
      self = .damaged(path: path, reason: gap.description)
      return
    }
    guard let failure = error as? DatabaseError else {
      self = .storage(path: path, reason: String(describing: error))
      return
    }
    let reason = failure.message ?? "SQLite error \(failure.resultCode.rawValue)"
    switch failure.resultCode.primaryResultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_READONLY: self = .readOnly(path: path)
    case .SQLITE_NOTADB: self = .notALedger(path: path)
    case .SQLITE_CORRUPT: self = .damaged(path: path, reason: reason)
    case .SQLITE_CANTOPEN:
      self =
        Connection.isUnreadable(path)
        ? .unreadableLog(path: path) : .cannotOpen(path: path, reason: reason)
    default: self = .storage(path: path, reason: reason)
    }
  }
}

/// Runs `body`, and translates its errors into those of the ledger.
package func translating<T>(_ path: String, _ body: () throws -> T) throws(LedgerError) -> T {
  do { return try body() } catch { throw LedgerError(error, path: path) }
}
