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
