package import GRDB
package import Roster
package import TransparencyLog

/// The stored hashes of leaves, in their order.
package struct LeafHashes {
  private let database: Database

  package init(_ database: Database) { self.database = database }

  /// Calls `each` with the hash of every leaf up to an entry; ends early if a row is missing.
  package func forEach(upTo last: EntryID, _ each: (MerkleHash) throws -> Void) throws {
    let tiles = HashTiles(database)
    var place: UInt64 = 0
    var rest = Int(last.rawValue)
    while rest > 0, let hashes = try tiles.read(HashTiles.row(level: 0, place: place)) {
      for hash in hashes.prefix(rest) { try each(hash) }
      rest -= hashes.count
      place += 1
    }
  }
}
