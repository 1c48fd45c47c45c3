import Ledger
import LedgerStorage
package import LedgerVerification
import PostgreSQL
import Roster
package import TransparencyLog

extension Mirror {
  /// The end of a verification that makes no file.
  private struct Abandoned: Error {}

  /// Makes a ledger from the rows of a log, and verifies all of it.
  ///
  /// - Parameters:
  ///   - standing: The log's standing.
  ///   - path: The new file; an existing one is not changed. Nothing is left of it unless the log is
  ///     as it was recorded, or no genuine head covers its last entries.
  ///   - keys: The trusted keys.
  ///   - progress: Receives the progress of the verification, on several threads.
  /// - Returns: The result of the verification; if it is `damaged`, there is no file.
  /// - Throws: ``MirrorError``, `PostgresError`, `LedgerError`.
  package func restore(
    _ standing: MirrorStanding,
    at path: String,
    keys: [VerifierKey],
    progress: @escaping VerificationProgress = { _, _ in }
  ) throws -> Verification {
    try make(standing, at: path, keys: keys, progress: progress) { $0.verdict != .damaged }
  }

  /// Verifies the rows of a log, by making a ledger of them for the time being.
  ///
  /// - Parameters:
  ///   - standing: The log's standing.
  ///   - path: Where the file may be made meanwhile; nothing is left of it.
  ///   - keys: The trusted keys.
  ///   - progress: Receives the progress of the verification, on several threads.
  /// - Returns: The result of the verification.
  /// - Throws: ``MirrorError``, `PostgresError`, `LedgerError`.
  package func verify(
    _ standing: MirrorStanding,
    at path: String,
    keys: [VerifierKey],
    progress: @escaping VerificationProgress = { _, _ in }
  ) throws -> Verification {
    try make(standing, at: path, keys: keys, progress: progress) { _ in false }
  }

  private func make(
    _ standing: MirrorStanding,
    at path: String,
    keys: [VerifierKey],
    progress: @escaping VerificationProgress,
    keeping isKept: (Verification) -> Bool
  ) throws -> Verification {
    guard standing.version == LogTable.version else {
      throw MirrorError.otherVersion(there: standing.version, here: LogTable.version)
    }
    guard standing.extent.entry > 0 else { throw MirrorError.empty }
    var found: Verification?
    do {
      return try connection.transaction {
        // Of all tables the same state, whatever a follower sends meanwhile.
        try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return try Ledger.restore(at: path) { table, each in
          try rows(of: table, log: standing.log, each)
        } check: { partial in
          let verification = try Ledger.open(at: partial).verify(keys: keys, progress: progress)
          found = verification
          guard isKept(verification) else { throw Abandoned() }
          return verification
        }
      }
    } catch is Abandoned {
      if let found { return found }
      throw Abandoned()
    } catch LedgerError.damaged(_, let reason) { throw MirrorError.rowsRefused(reason: reason) }
  }

  /// Reads the rows of a table of the log, in the order of its key.
  private func rows(
    of table: LogTable,
    log: Int64,
    _ each: ([Ledger.CopiedValue]) throws -> Void
  ) throws {
    let columns = table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let order = table.key.map { "\"\($0)\"" }.joined(separator: ", ")
    try connection.copy(
      from: """
        SELECT \(columns) FROM \(MirrorSchema.name(of: table)) WHERE log = \(log) ORDER BY \(order)
        """
    ) { row in
      try each(
        zip(table.columns, row).map { column, bytes in
          guard let bytes else { return .null }
          return column.isInteger ? .integer(Int64(bigEndian: bytes)) : .bytes(bytes)
        }
      )
    }
  }
}
