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
