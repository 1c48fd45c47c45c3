extension Tile {
  /// The tile's bytes: its hashes, one after the other.
  ///
  /// - Parameters:
  ///   - level: The level, 0 to 7; a log with 64-bit indices has no higher tiles.
  ///   - index: The number of tiles of its level before it.
  ///   - size: The log's size.
  ///   - source: Returns the hashes of complete subtrees.
  /// - Returns: 32 bytes for each hash.
  /// - Throws: `TileRefusal` if the log has no such tile, or errors of the source.
  package static func bytes(
    level: Int,
    index: UInt64,
    inLogOf size: UInt64,
    from source: NodeHashes
  ) throws -> [UInt8] {
    let tile = try Tile(.hashes(level: level), index: index, inLogOf: size)
    let first = tile.index * UInt64(fullWidth)
    return try (0..<UInt64(tile.width)).flatMap { offset in
      try source(TreeNode(level: 8 * level, index: first + offset)).bytes
    }
  }

  /// Reads the hashes of a tile.
  ///
  /// - Parameter bytes: The tile's bytes.
  /// - Returns: As many hashes as the tile is wide.
  /// - Throws: `TileRefusal.wrongLength`.
  package func hashes(parsing bytes: [UInt8]) throws(TileRefusal) -> [MerkleHash] {
    let expected = width * MerkleHash.byteCount
    guard bytes.count == expected else {
      throw .wrongLength(expected: expected, found: bytes.count)
    }
    return stride(from: 0, to: expected, by: MerkleHash.byteCount).compactMap {
      MerkleHash(bytes[$0..<($0 + MerkleHash.byteCount)])
    }
  }

  /// The hash of a complete subtree, from the tile that has it or from the hashes below it.
  ///
  /// - Parameters:
  ///   - node: The subtree.
  ///   - size: The log's size.
  ///   - read: Reads the hashes of a tile.
  /// - Returns: The hash.
  /// - Throws: `TileRefusal.nodeBeyondSize`, or errors of `read`.
  package static func hash(
    of node: TreeNode,
    inLogOf size: UInt64,
    read: (Tile) throws -> [MerkleHash]
  ) throws -> MerkleHash {
    guard 0...63 ~= node.level, node.index < size >> UInt64(node.level) else {
      throw TileRefusal.nodeBeyondSize(node, size: size)
    }
    let (level, height) = (node.level / 8, node.level % 8)
    let first = node.index << UInt64(height)
    let tile = try Tile(
      .hashes(level: level),
      index: first / UInt64(fullWidth),
      inLogOf: size
    )
    let offset = Int(first % UInt64(fullWidth))
    let hashes = try read(tile)
    guard hashes.count == tile.width else {
      throw TileRefusal.wrongLength(
        expected: tile.width * MerkleHash.byteCount,
        found: hashes.count * MerkleHash.byteCount
      )
    }
    return MerkleHash.joined(hashes[offset..<(offset + 1 << height)])
  }
}

extension MerkleHash {
  /// The root over a power of two of hashes.
  static func joined(_ hashes: ArraySlice<MerkleHash>) -> MerkleHash {
    var level = [MerkleHash](hashes)
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map { node(level[$0], level[$0 + 1]) }
    }
    return level.first ?? .emptyRoot
  }
}
