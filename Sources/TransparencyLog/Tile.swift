/// A file of a tiled log: 256 hashes of one level, or 256 entries; less where the log ends
/// (C2SP tlog-tiles).
package struct Tile: Hashable, Sendable, CustomStringConvertible {
  /// How many hashes or entries a full tile has.
  package static let fullWidth = 256

  /// What a tile holds.
  package enum Row: Hashable, Sendable {
    /// The hashes of complete subtrees of 256^level leaves.
    case hashes(level: Int)
    /// The entries themselves.
    case entries
  }

  /// What it holds.
  package let row: Row
  /// How many tiles of its row stand before it.
  package let index: UInt64
  /// How many hashes or entries it has, 1 to 256.
  package let width: Int

  /// Names a tile.
  ///
  /// - Parameters:
  ///   - row: What it holds; levels are from 0 to 63.
  ///   - index: How many tiles of its row stand before it, below 10^18.
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
  ///   - index: How many tiles of the row stand before it.
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
