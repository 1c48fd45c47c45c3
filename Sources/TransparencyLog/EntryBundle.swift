/// A tile's entries in one file: for each its length in two bytes, the higher first, and its bytes
/// (C2SP tlog-tiles).
package enum EntryBundle {
  /// How many bytes an entry has at most, since two bytes say its length.
  package static let entryLimit = 65_535

  /// Puts entries into a bundle.
  ///
  /// - Parameter entries: At most 256, each of at most `entryLimit` bytes.
  /// - Returns: The bundle.
  /// - Throws: `TileRefusal.tooManyEntries` or `entryTooLong`; a length cut to two bytes would
  ///   corrupt the bundle without a word.
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

  /// Takes a bundle apart.
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
