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
