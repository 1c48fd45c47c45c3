package import Ledger
import LedgerProof
import LedgerStorage
import GRDB
import Roster
package import TransparencyLog

extension Ledger {
  /// Streams the tiles of the log at some size that are new or different since an older size:
  /// hashes level by level, then the entries.
  ///
  /// - Parameters:
  ///   - size: The size, at most that of the log.
  ///   - old: The older size; 0 for all tiles.
  ///   - each: Receives a tile and its bytes; an error that it throws ends the reading.
  /// - Throws: ``ProvingError`` if a leaf differs from its stored hash, ``LedgerError``, or what
  ///   `each` throws.
  package func tiles(
    of size: UInt64,
    after old: UInt64,
    each: (Tile, [UInt8]) throws -> Void
  ) throws {
    try reading { database in
      for row in TileRow.hashes(inLogOf: size) {
        let past = TileRow(row.row, size: old)
        for index in past.fullTiles..<(row.fullTiles + (row.partialWidth > 0 ? 1 : 0)) {
          let tile = try Tile(row.row, index: index, inLogOf: size)
          try each(tile, try Self.bytes(of: tile, in: database))
        }
      }
      do {
        try EntryTiles(database: database, size: size).forEach(after: old, each)
      } catch let gap as ProofGap {
        throw ProvingError.notAsSigned(String(describing: gap))
      }
    }
  }

  private static func bytes(of tile: Tile, in database: Database) throws -> [UInt8] {
    guard case .hashes(let level) = tile.row,
      let hashes = try HashTiles(database).read(HashTiles.row(level: level, place: tile.index)),
      hashes.count >= tile.width
    else { throw ProvingError.notAsSigned("hashes of \(tile) are missing") }
    return hashes.prefix(tile.width).flatMap(\.bytes)
  }
}

/// Recomputes the leaves of the log for other readers: they name no person.
///
/// A leaf depends on all earlier entries of its user. So leaves are made user by user, and put into
/// a temporary table, from which they are read in the order of the log. Memory does not grow with
/// the log.
private struct EntryTiles {
  let database: Database
  let size: UInt64

  func forEach(after old: UInt64, _ each: (Tile, [UInt8]) throws -> Void) throws {
    let start = old / UInt64(Tile.fullWidth) * UInt64(Tile.fullWidth)
    guard start < size else { return }
    try database.execute(sql: "CREATE TEMP TABLE made_leaf (entry INTEGER PRIMARY KEY, leaf BLOB)")
    defer { try? database.execute(sql: "DROP TABLE temp.made_leaf") }
    try make(EntryID(lastOf: start) + 1...EntryID(lastOf: size))
    try give(from: start, each)
  }

  private func make(_ range: ClosedRange<EntryID>) throws {
    let numbers: [UserNumber?] = try database.rows(
      "SELECT DISTINCT user FROM entry WHERE id BETWEEN ? AND ?",
      [range.lowerBound, range.upperBound]
    ) { $0.optionalInteger(0) }
    let insert = try SQLStatement(
      database,
      "INSERT INTO temp.made_leaf (entry, leaf) VALUES (?, ?)"
    )
    var replay = try UserReplay(database, key: ProofKey(database))
    for user in numbers {
      try replay.proven(of: user, in: range, withCells: false) { proven in
        insert.bind(1, proven.line.entry)
        insert.bind(2, proven.leaf)
        try insert.run()
      }
    }
  }

  private func give(from start: UInt64, _ each: (Tile, [UInt8]) throws -> Void) throws {
    var next = start
    var leaves: [[UInt8]] = []
    func finishTile() throws {
      guard !leaves.isEmpty else { return }
      let place = next / UInt64(Tile.fullWidth)
      try check(leaves, in: place)
      try each(
        try Tile(.entries, index: place, inLogOf: size),
        try EntryBundle.encode(leaves)
      )
      next += UInt64(leaves.count)
      leaves.removeAll(keepingCapacity: true)
    }
    try database.run("SELECT entry, leaf FROM temp.made_leaf ORDER BY entry") { row in
      guard UInt64(row.integer(0)) == next + UInt64(leaves.count) + 1 else { return }
      leaves.append(row.array(1))
      if leaves.count == Tile.fullWidth { try finishTile() }
    }
    try finishTile()
    guard next == size else { throw ProvingError.notAsSigned("entry \(next + 1) is missing") }
  }

  /// Compares the leaves with the stored hashes: only what was signed may be published.
  private func check(_ leaves: [[UInt8]], in place: UInt64) throws {
    let hashes = try HashTiles(database).read(HashTiles.row(level: 0, place: place)) ?? []
    for (leaf, hash) in zip(leaves, hashes) where MerkleHash.leaf(leaf) != hash {
      let first = place * UInt64(Tile.fullWidth) + 1
      throw ProvingError.notAsSigned("one of the entries from \(first) on is another")
    }
  }
}
