import GRDB
import TransparencyLog

/// The stored hashes of leaves, in their order.
struct LeafHashes {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Calls `each` with the hash of every leaf up to an entry; ends early if a row is missing.
  func forEach(upTo entries: Int64, _ each: (MerkleHash) throws -> Void) throws {
    let tiles = HashTiles(database)
    var place: UInt64 = 0
    var rest = Int(entries)
    while rest > 0, let hashes = try tiles.read(HashTiles.row(level: 0, place: place)) {
      for hash in hashes.prefix(rest) { try each(hash) }
      rest -= hashes.count
      place += 1
    }
  }
}
