import LedgerStorage
package import GRDB
import GRDBSQLite
package import TransparencyLog

/// The tree while it grows: its compact range, and the hashes that are not yet in tiles.
package struct GrowingTree {
  package private(set) var range: CompactRange
  /// For each level of tiles, the hashes to write, and the index of the first one.
  private var pending: [(from: UInt64, hashes: [MerkleHash])] = []

  package init(_ range: CompactRange = CompactRange()) { self.range = range }

  /// Loads the tree's right edge from `projected_head`.
  package init(_ database: Database) throws {
    let range = try database.first("SELECT size, hashes FROM projected_head WHERE id = 1") { row in
      let hashes = row.withBytes(1) { HashTiles.hashes(in: $0 ?? .empty) }
      return CompactRange(size: UInt64(bitPattern: row.integer(0)), hashes: hashes)
    }
    guard let range = range ?? CompactRange() else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the head of the log is damaged")
    }
    self.init(range)
  }

  /// Appends the hash of a leaf; `storesLeaf` is false if its tile already has it.
  package mutating func append(_ leaf: MerkleHash, storesLeaf: Bool = true) {
    range.append(leaf) { node, hash in
      guard node.level % 8 == 0, storesLeaf || node.level > 0 else { return }
      let level = node.level / 8
      while pending.count <= level { pending.append((0, [])) }
      if pending[level].hashes.isEmpty { pending[level].from = node.index }
      pending[level].hashes.append(hash)
    }
  }

  /// Writes the new tiles and the head.
  package mutating func flush(to database: Database, schema: String = "main") throws {
    for (level, part) in pending.enumerated() where !part.hashes.isEmpty {
      try HashTiles(database).write(part.hashes, level: level, from: part.from)
    }
    pending.removeAll(keepingCapacity: true)
    try writeHead(to: database, schema: schema)
  }

  /// Writes the head alone.
  package func writeHead(to database: Database, schema: String) throws {
    try database.run(
      """
      INSERT INTO \(schema).projected_head (id, size, root, hashes) VALUES (1, ?, ?, ?)
      ON CONFLICT DO UPDATE
      SET size = excluded.size, root = excluded.root, hashes = excluded.hashes
      """,
      [Int64(bitPattern: range.size), range.root, range.hashes.flatMap(\.bytes)]
    )
  }
}
