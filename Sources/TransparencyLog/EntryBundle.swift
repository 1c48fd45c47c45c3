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
