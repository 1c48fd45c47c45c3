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
