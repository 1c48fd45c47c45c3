package import Ledger
import PostgreSQL
import Roster
import TransparencyLog

/// How far one ledger's log is in a mirror: its row of the table `ledger`.
package struct MirrorStanding: Hashable, Sendable {
  /// The log's number in this database, the first column of every key.
  package let log: Int64
  /// The ledger's id, 16 bytes.
  package let identifier: [UInt8]
  /// How often the right to continue the log was claimed.
  package let epoch: Int64
  /// How far the log goes there.
  package let extent: LogExtent
  /// The name of the migration that made the ledger's tables.
  package let version: String

  static let columns = "log, identifier, epoch, entry, append, root, amendments, version"

  /// Reads a row of ``columns``; nil if it is not of that form.
  init?(_ row: [PostgresValue]) {
    guard row.count == 8, let log = row[0].integer, let identifier = row[1].bytes,
      let epoch = row[2].integer, let entry = row[3].integer, let append = row[4].integer,
      let root = row[5].bytes.flatMap({ MerkleHash($0) }), let amendments = row[6].integer,
      let version = row[7].text
    else { return nil }
    self.log = log
    self.identifier = identifier
    self.epoch = epoch
    extent = LogExtent(
      entry: EntryID(entry),
      append: append,
      root: root,
      amendments: amendments
    )
    self.version = version
  }
}
