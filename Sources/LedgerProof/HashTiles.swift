package import LedgerStorage
package import GRDB
import GRDBSQLite
import Roster
package import TransparencyLog

/// The stored hashes of the tree, 256 to a row (the table `tile`).
///
/// A row is created with zeros and filled in place, so that only the pages that change are written.
/// Rows of 256 hashes waste a twentieth of their pages; a row for each hash would waste a quarter.
package struct HashTiles {
  package static let width = 256
  package static let levels = 8
  private static let bytesPerTile = width * MerkleHash.byteCount

  private let database: Database

  package init(_ database: Database) { self.database = database }

  /// The row that holds 256 hashes of a level: 0 for leaves, 1 for the roots of 256 leaves each.
  package static func row(level: Int, place: UInt64) -> Int64 {
    Int64(level) << 48 | Int64(truncatingIfNeeded: place)
  }

  /// Writes hashes of a level, beginning at an index; existing rows keep the hashes to the left of
  /// it.
  package func write(_ hashes: [MerkleHash], level: Int, from index: UInt64) throws {
    var written = 0
    while written < hashes.count {
      let position = index + UInt64(written)
      let offset = Int(position % UInt64(Self.width))
      let count = min(Self.width - offset, hashes.count - written)
      let row = Self.row(level: level, place: position / UInt64(Self.width))
      if offset == 0 { try lay(row) }
      try fill(row, offset: offset, with: hashes[written..<(written + count)])
      written += count
    }
  }

  /// Lays a row of zeros.
  package func lay(_ row: Int64) throws {
    try database.run(
      "INSERT INTO tile (id, hashes) VALUES (?, zeroblob(\(Self.bytesPerTile)))",
      [row]
    )
  }

  /// Overwrites hashes of an existing row.
  package func fill(_ row: Int64, offset: Int, with hashes: ArraySlice<MerkleHash>) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * MerkleHash.byteCount)
    for hash in hashes { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
    var blob: OpaquePointer?
    let connection = database.sqliteConnection
    var code = sqlite3_blob_open(connection, "main", "tile", "hashes", row, 1, &blob)
    if code == SQLITE_OK {
      code = bytes.withUnsafeBytes { buffer in
        sqlite3_blob_write(
          blob,
          buffer.baseAddress,
          Int32(buffer.count),
          Int32(offset * MerkleHash.byteCount)
        )
      }
    }
    let closed = sqlite3_blob_close(blob)
    if code == SQLITE_OK { code = closed }
    guard code == SQLITE_OK else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: database.lastErrorMessage
      )
    }
  }

  /// The hashes of a row, zeros where none was written yet; nil if there is no row.
  package func read(_ row: Int64) throws -> [MerkleHash]? {
    try database.first("SELECT hashes FROM tile WHERE id = ?", [row]) { row in
      row.withBytes(0) { Self.hashes(in: $0 ?? .empty) }
    }
  }

  package static func hashes(in bytes: UnsafeRawBufferPointer) -> [MerkleHash] {
    stride(from: 0, to: bytes.count - MerkleHash.byteCount + 1, by: MerkleHash.byteCount)
      .compactMap { start in
        MerkleHash(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + MerkleHash.byteCount)]))
      }
  }
}

extension EntryID {
  /// The last entry of a log of some size; 0 if it is empty.
  package init(lastOf size: UInt64) { self.init(Int64(bitPattern: size)) }

  /// The index of the entry's leaf in the tree, from 0.
  package var leafIndex: UInt64 { UInt64(rawValue - 1) }
}

extension SQLStatement {
  package func bind(_ index: Int32, _ hash: MerkleHash) { bind(index, hash.bytes) }
}
