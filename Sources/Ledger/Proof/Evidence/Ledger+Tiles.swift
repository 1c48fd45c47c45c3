import GRDB
public import TransparencyLog

extension Ledger {
  /// Gives the tiles of the book at some size that were not the same, or not there, at an older one:
  /// hashes level by level, then the entries.
  ///
  /// - Parameters:
  ///   - size: The size, at most that of the book.
  ///   - old: The older size; 0 for all tiles.
  ///   - each: Takes a tile and its bytes; what it throws ends the reading.
  /// - Throws: ``ProvingError`` where a leaf is not what was kept of it, ``LedgerError``, or what
  ///   `each` throws.
  public func tiles(
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

/// Makes the leaves of the book again, to be read by others: they show nobody.
private struct EntryTiles {
  /// How many entries are made at a time, so that memory does not grow with the book.
  private static let block: UInt64 = 65_536

  let database: Database
  let size: UInt64

  func forEach(after old: UInt64, _ each: (Tile, [UInt8]) throws -> Void) throws {
    let width = UInt64(Tile.fullWidth)
    var replay = try UserReplay(database, key: ProofKey(database))
    var start = old / width * width
    while start < size {
      let end = min(start + Self.block, size)
      let leaves = try self.leaves(of: start..<end, &replay)
      for first in stride(from: start, to: end, by: Int(width)) {
        let tile = try Tile(.entries, index: first / width, inLogOf: size)
        let place = Int(first - start)
        try each(tile, try EntryBundle.encode(Array(leaves[place..<(place + tile.width)])))
      }
      start = end
    }
  }

  private func leaves(
    of range: Range<UInt64>,
    _ replay: inout UserReplay
  ) throws -> [[UInt8]] {
    var leaves = [[UInt8]](repeating: [], count: range.count)
    var byUser: [Int64?: Set<Int64>] = [:]
    let statement = try RawStatement(
      database,
      "SELECT id, user FROM entry WHERE id BETWEEN ? AND ?"
    )
    statement.bind(1, Int64(range.lowerBound) + 1)
    statement.bind(2, Int64(range.upperBound))
    try statement.forEachRow { row in
      byUser[row.optionalInteger(1), default: []].insert(row.integer(0))
    }
    for (user, entries) in byUser {
      try replay.proven(of: user, at: entries, withCells: false) { proven in
        leaves[Int(UInt64(proven.line.entry - 1) - range.lowerBound)] = proven.leaf
      }
    }
    try check(leaves, from: range.lowerBound)
    return leaves
  }

  /// What is published is what was signed, or nothing is.
  private func check(_ leaves: [[UInt8]], from start: UInt64) throws {
    let tiles = HashTiles(database)
    for first in stride(from: 0, to: leaves.count, by: HashTiles.width) {
      let place = (start + UInt64(first)) / UInt64(HashTiles.width)
      let hashes = try tiles.read(HashTiles.row(level: 0, place: place)) ?? []
      for (leaf, hash) in zip(leaves[first...].prefix(HashTiles.width), hashes)
      where MerkleHash.leaf(leaf) != hash {
        throw ProvingError.notAsSigned("an entry after \(start + UInt64(first)) is another")
      }
    }
  }
}
