/// A file of a tiled log: 256 hashes of one level, or 256 entries; fewer at the end of the log
/// (C2SP tlog-tiles).
package struct Tile: Hashable, Sendable, CustomStringConvertible {
  /// The number of hashes or entries of a full tile.
  package static let fullWidth = 256

  /// The contents of a tile.
  package enum Row: Hashable, Sendable {
    /// The hashes of complete subtrees of 256^level leaves.
    case hashes(level: Int)
    /// The entries themselves.
    case entries
  }

  /// Its contents.
  package let row: Row
  /// The number of tiles of its row before it.
  package let index: UInt64
  /// How many hashes or entries it has, 1 to 256.
  package let width: Int

  /// Validates the name of a tile.
  ///
  /// - Parameters:
  ///   - row: What it holds; levels are from 0 to 63.
  ///   - index: The number of tiles of its row before it, below 10^18.
  ///   - width: How many hashes or entries it has, 1 to 256.
  /// - Throws: Which part is out of its range.
  package init(_ row: Row, index: UInt64, width: Int = fullWidth) throws(TileRefusal) {
    if case .hashes(let level) = row, !(0...63 ~= level) { throw .levelOutOfRange(level) }
    guard index < 1_000_000_000_000_000_000 else { throw .indexOutOfRange(index) }
    guard 1...Self.fullWidth ~= width else { throw .widthOutOfRange(width) }
    self.row = row
    self.index = index
    self.width = width
  }

  /// The tile of a row, as wide as it is in a log of some size.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - index: The number of tiles of the row before it.
  ///   - size: The log's size.
  /// - Throws: `TileRefusal.widthOutOfRange` with 0 if the log has no such tile.
  package init(_ row: Row, index: UInt64, inLogOf size: UInt64) throws(TileRefusal) {
    let extent = TileRow(row, size: size)
    if index < extent.fullTiles {
      try self.init(row, index: index)
    } else {
      try self.init(row, index: index, width: index == extent.fullTiles ? extent.partialWidth : 0)
    }
  }

  /// Whether it will not change any more.
  package var isFull: Bool { width == Self.fullWidth }

  /// The path below the log's address: `tile/0/x001/x234/067.p/8`.
  package var path: String {
    let rowName =
      switch row {
      case .hashes(let level): String(level)
      case .entries: "entries"
      }
    var groups: [String] = []
    var rest = index
    repeat {
      let digits = String(rest % 1000)
      let padded = String(repeating: "0", count: 3 - digits.count) + digits
      groups.append(groups.isEmpty ? padded : "x" + padded)
      rest /= 1000
    } while rest > 0
    let partial = isFull ? "" : ".p/\(width)"
    return "tile/\(rowName)/\(groups.reversed().joined(separator: "/"))\(partial)"
  }

  /// The path.
  package var description: String { path }
}

/// The tiles of one row of a log: some full ones, and one that is not, unless the row ends evenly.
package struct TileRow: Hashable, Sendable {
  /// The row.
  package let row: Tile.Row
  /// How many full tiles it has.
  package let fullTiles: UInt64
  /// The width of the tile after them; 0 if there is none.
  package let partialWidth: Int

  /// Measures a row.
  ///
  /// - Parameters:
  ///   - row: The row; levels are from 0 to 63.
  ///   - size: The log's size.
  package init(_ row: Tile.Row, size: UInt64) {
    let level =
      switch row {
      case .hashes(let level): level
      case .entries: 0
      }
    let count = level < 8 ? size >> UInt64(8 * level) : 0
    self.row = row
    fullTiles = count / UInt64(Tile.fullWidth)
    partialWidth = Int(count % UInt64(Tile.fullWidth))
  }

  /// All rows of hashes that a log has, the lowest first.
  ///
  /// - Parameter size: The log's size.
  /// - Returns: The rows that are not empty.
  package static func hashes(inLogOf size: UInt64) -> [TileRow] {
    (0..<8).map { TileRow(.hashes(level: $0), size: size) }
      .filter { $0.fullTiles > 0 || $0.partialWidth > 0 }
  }
}

extension Tile {
  /// Reads a tile's path below the log's address.
  ///
  /// - Parameter path: The path's bytes (`tile/0/x001/x234/067.p/8`).
  /// - Throws: Why it is not a tile's path; every tile has one path only.
  package init(parsing path: [UInt8]) throws(TileRefusal) {
    var parts = path.split(separator: 0x2F, omittingEmptySubsequences: false)[...]
    guard parts.popFirst()?.elementsEqual("tile".utf8) == true, let rowName = parts.popFirst()
    else { throw .malformedPath }
    let row = try Self.row(rowName)
    var width = Self.fullWidth
    if let last = parts.last, parts.dropLast().last?.suffix(2).elementsEqual(".p".utf8) == true {
      guard let number = CanonicalInteger.decode(last), 1..<UInt64(Self.fullWidth) ~= number else {
        throw .malformedPath
      }
      width = Int(number)
      parts.removeLast()
      parts[parts.endIndex - 1].removeLast(2)
    }
    try self.init(row, index: Self.index(parts), width: width)
    guard self.path.utf8.elementsEqual(path) else { throw .malformedPath }
  }

  private static func row(_ name: ArraySlice<UInt8>) throws(TileRefusal) -> Row {
    if name.elementsEqual("entries".utf8) { return .entries }
    guard let level = CanonicalInteger.decode(name), level <= 63 else { throw .malformedPath }
    return .hashes(level: Int(level))
  }

  /// Reads at most six groups of three digits; the caller compares the result with the canonical
  /// path.
  private static func index(_ groups: ArraySlice<ArraySlice<UInt8>>) throws(TileRefusal) -> UInt64 {
    guard 1...6 ~= groups.count else { throw .malformedPath }
    var index: UInt64 = 0
    for group in groups {
      let digits = group.first == 0x78 ? group.dropFirst() : group
      guard digits.count == 3, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else {
        throw .malformedPath
      }
      index = digits.reduce(index) { $0 * 10 + UInt64($1 - 0x30) }
    }
    return index
  }
}

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

/// The entries of a tile in one file: for each its length in two bytes, the higher first, and its
/// bytes (C2SP tlog-tiles).
package enum EntryBundle {
  /// The largest number of bytes of an entry, since its length has two bytes.
  package static let entryLimit = 65_535

  /// Encodes entries.
  ///
  /// - Parameter entries: At most 256, each of at most `entryLimit` bytes.
  /// - Returns: The bundle.
  /// - Throws: `TileRefusal.tooManyEntries` or `entryTooLong`; a truncated length would silently
  ///   corrupt the bundle.
  package static func encode(_ entries: [[UInt8]]) throws(TileRefusal) -> [UInt8] {
    guard entries.count <= Tile.fullWidth else { throw .tooManyEntries(entries.count) }
    var bundle: [UInt8] = []
    for entry in entries {
      guard entry.count <= entryLimit else { throw .entryTooLong(entry.count) }
      bundle.append(UInt8(entry.count >> 8))
      bundle.append(UInt8(entry.count & 0xFF))
      bundle += entry
    }
    return bundle
  }

  /// Decodes a bundle.
  ///
  /// - Parameter bundle: The bundle.
  /// - Returns: Its entries, at most 256.
  /// - Throws: `TileRefusal.truncatedBundle` or `tooManyEntries`.
  package static func decode(_ bundle: [UInt8]) throws(TileRefusal) -> [[UInt8]] {
    var entries: [[UInt8]] = []
    var rest = bundle[...]
    while let high = rest.popFirst() {
      guard let low = rest.popFirst() else { throw .truncatedBundle }
      let count = Int(high) << 8 | Int(low)
      guard rest.count >= count else { throw .truncatedBundle }
      entries.append([UInt8](rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    guard entries.count <= Tile.fullWidth else { throw .tooManyEntries(entries.count) }
    return entries
  }
}

/// Why a tile, its path or a bundle of entries is refused.
package enum TileRefusal: LogRefusal, Hashable {
  /// The text is not the path of a tile.
  case malformedPath
  /// The level is not from 0 to 63.
  case levelOutOfRange(Int)
  /// The index is 10^18 or above, which does not fit a path of six groups.
  case indexOutOfRange(UInt64)
  /// The width is not from 1 to 256.
  case widthOutOfRange(Int)
  /// The tile does not have 32 bytes for each hash of its width.
  case wrongLength(expected: Int, found: Int)
  /// The node is not in a tree of this size, or its leaves are not complete there.
  case nodeBeyondSize(TreeNode, size: UInt64)
  /// An entry is longer than a bundle can encode.
  case entryTooLong(Int)
  /// A bundle has more entries than a tile is wide.
  case tooManyEntries(Int)
  /// A bundle ends within an entry.
  case truncatedBundle

  package var name: String {
    switch self {
    case .malformedPath: "malformedTilePath"
    case .levelOutOfRange: "tileLevelOutOfRange"
    case .indexOutOfRange: "tileIndexOutOfRange"
    case .widthOutOfRange: "tileWidthOutOfRange"
    case .wrongLength: "wrongTileLength"
    case .nodeBeyondSize: "nodeBeyondSize"
    case .entryTooLong: "entryTooLong"
    case .tooManyEntries: "tooManyEntries"
    case .truncatedBundle: "truncatedBundle"
    }
  }

  package var message: String {
    switch self {
    case .malformedPath: "The path is not tile/LEVEL/INDEX or tile/entries/INDEX of a tiled log."
    case .levelOutOfRange(let level): "A tile's level is from 0 to 63, not \(level)."
    case .indexOutOfRange(let index): "A tile's index is below 10^18, not \(index)."
    case .widthOutOfRange(let width): "A tile's width is from 1 to 256, not \(width)."
    case .wrongLength(let expected, let found):
      "The tile has \(found) bytes; \(expected) were expected of its width."
    case .nodeBeyondSize(let node, let size):
      "The subtree \(node.index) of level \(node.level) is not complete in a tree of \(size) leaves."
    case .entryTooLong(let count):
      "The entry has \(count) bytes; a bundle takes at most \(EntryBundle.entryLimit) of each."
    case .tooManyEntries(let count): "A bundle has at most 256 entries, not \(count)."
    case .truncatedBundle: "The bundle ends within an entry."
    }
  }
}
