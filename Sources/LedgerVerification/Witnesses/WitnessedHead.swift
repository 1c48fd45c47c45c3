import Ledger
import LedgerProof
import LedgerStorage
import Evidence
import GRDB
package import Roster
package import TransparencyLog

/// A signed head of the log, with what others stated about it.
package struct WitnessedHead: Hashable, Sendable {
  /// A witness, and when it saw the head last.
  package struct Cosigner: Hashable, Sendable {
    /// The name in the witness's key.
    package let name: String
    package let at: Instant
  }

  /// The last entry that it covers.
  package let size: UInt64
  /// When that entry was recorded.
  package let recordedAt: Instant
  /// The root over the entries; nil if the row is damaged.
  package let root: MerkleHash?
  package let cosigners: [Cosigner]
  /// What time stamping authorities stated, as they wrote the time.
  package let timeStamps: [String]
}

extension Ledger {
  /// Streams the signed heads of the log, the latest first.
  ///
  /// They are read, not verified.
  ///
  /// - Parameters:
  ///   - cosigned: Whether only those are wanted that a witness or an authority vouches for.
  ///   - largest: Only heads of fewer entries than this.
  ///   - each: Receives a head; an error that it throws ends the reading.
  /// - Throws: ``LedgerError``, or what `each` throws.
  package func witnessedHeads(
    cosigned: Bool,
    before largest: UInt64,
    each: (WitnessedHead) throws -> Void
  ) throws {
    try reading { database in
      var times = RecordedTimes(database)
      let statements = WitnessStatements(database)
      let vouched =
        cosigned
        ? "AND size IN (SELECT size FROM cosignature UNION SELECT size FROM time_stamp)" : ""
      try database.run(
        "SELECT size, root FROM checkpoint WHERE size < ? \(vouched) ORDER BY size DESC",
        [Int64(clamping: largest)]
      ) { row in
        let size = UInt64(bitPattern: row.integer(0))
        try each(
          WitnessedHead(
            size: size,
            recordedAt: try times.of(entry: EntryID(lastOf: size)),
            root: row.withBytes(1) { $0.flatMap { MerkleHash($0) } },
            cosigners: try statements.cosigners(of: size),
            timeStamps: try statements.timeStamps(of: size)
          )
        )
      }
    }
  }
}

extension WitnessStatements {
  /// The witnesses of a head, each with its last line.
  fileprivate func cosigners(of size: UInt64) throws -> [WitnessedHead.Cosigner] {
    try latest(of: size).map { key, line in
      let seconds = Cosignature(line.signature)?.seconds ?? 0
      return WitnessedHead.Cosigner(
        name: key.keyName.description,
        at: Instant(milliseconds: Int64(clamping: seconds) * 1000)
      )
    }
  }
}
