import LedgerStorage
package import GRDB
package import TransparencyLog

/// Whether the log continues a head that was signed.
package struct Continuity {
  package let database: Database
  /// The keys that may have signed it; if empty, signatures are not checked.
  package let keys: [VerifierKey]

  package init(database: Database, keys: [VerifierKey]) {
    self.database = database
    self.keys = keys
  }

  /// Refuses a ledger that does not continue the head stored outside it, and one that has signed
  /// heads while none is stored outside.
  package func check(_ last: ExpectedCheckpoint) throws {
    if let head = try last.read() {
      try check(head, of: last)
    } else if try Checkpoints(database).last() != nil {
      throw ProofError.headMissing(path: last.path)
    }
  }

  /// Refuses a log that is older than a head, or that does not contain it.
  package func check(_ head: SignedCheckpoint, of last: ExpectedCheckpoint?) throws {
    let path = last?.path ?? ""
    guard keys.isEmpty || head.signer(among: keys) != nil else {
      let origin = String(decoding: head.checkpoint.origin, as: UTF8.self)
      throw ProofError.headOfOther(path: path, origin: origin)
    }
    let entries = try lastEntry()
    guard head.checkpoint.size <= entries else {
      throw ProofError.behindHead(path: path, entries: entries, head: head.checkpoint.size)
    }
    guard try HashTiles(database).root(at: head.checkpoint.size) == head.checkpoint.root else {
      throw ProofError.notTheHead(path: path, head: head.checkpoint.size)
    }
  }

  private func lastEntry() throws -> UInt64 {
    UInt64(try database.first("SELECT max(id) FROM entry") { $0.integer(0) } ?? 0)
  }
}
