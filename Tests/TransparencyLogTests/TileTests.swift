import RollbookTestSupport
import Testing

@testable import TransparencyLog

/// Tiles, their paths and what is in them.
@Suite struct TileTests {
  @Test func `published tiles have their paths, and come back from them`() throws {
    for (level, index, partial, path) in PublishedTiles.paths {
      let tile = try Tile(
        .hashes(level: level),
        index: index,
        width: partial == 0 ? 256 : partial
      )
      #expect(tile.path == path)
      #expect(try Tile(parsing: bytes(path)) == tile)
    }
    for (path, level, index, partial) in PublishedTiles.read {
      let tile = try Tile(parsing: bytes(path))
      #expect(tile.row == .hashes(level: level))
      #expect(tile.index == index)
      #expect(tile.isFull ? partial == 0 : tile.width == partial)
      #expect(tile.path == path)
    }
    for (index, size, path) in PublishedTiles.entries {
      let tile = try Tile(.entries, index: index / 256, inLogOf: size)
      #expect(tile.path == path)
      #expect(try Tile(parsing: bytes(path)) == tile)
    }
  }

  @Test(
    arguments: PublishedTiles.refused + [
      "", "tile", "tile/0", "tile/0/", "/tile/0/000", "tile/00/000", "tile/+1/000",
      "tile/0/x000/001",
      "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/001x", "tile/entries/1",
      "tile/0/000/", "tile/0/000.p/1/", "tile/0/00٠", "checkpoint", "tile/0/.p/1", "tile/0.p/1",
    ]
  )
  func `what is no path of a tile is refused`(path: String) {
    #expect(throws: TileRefusal.self) { try Tile(parsing: bytes(path)) }
  }

  @Test(arguments: [
    "tile/0/x001/x234/067.p/8", "tile/63/x999/x999/x999/x999/x999/999.p/255", "tile/entries/000",
  ])
  func `a changed path is another tile's or refused`(path: String) throws {
    let genuine = try Tile(parsing: bytes(path))
    for changed in Mutations.everyReplacement(of: bytes(path))
      + Mutations.cutsAndInsertions(of: bytes(path))
    {
      guard let tile = try? Tile(parsing: changed) else { continue }
      #expect(tile != genuine && tile.path.utf8.elementsEqual(changed))
    }
  }

  @Test func `parts out of range are refused by name`() {
    #expect(throws: TileRefusal.levelOutOfRange(64)) { try Tile(.hashes(level: 64), index: 0) }
    #expect(throws: TileRefusal.levelOutOfRange(-1)) { try Tile(.hashes(level: -1), index: 0) }
    #expect(throws: TileRefusal.widthOutOfRange(0)) { try Tile(.entries, index: 0, width: 0) }
    #expect(throws: TileRefusal.widthOutOfRange(257)) { try Tile(.entries, index: 0, width: 257) }
    #expect(throws: TileRefusal.indexOutOfRange(.max)) { try Tile(.entries, index: .max) }
    #expect(throws: TileRefusal.widthOutOfRange(0)) {
      try Tile(.entries, index: 1, inLogOf: 256)
    }
  }

  @Test func `published sizes have the published tiles`() {
    for (size, rows) in PublishedTiles.widths {
      let found = TileRow.hashes(inLogOf: size)
      #expect(found.map(\.row) == rows.indices.map { .hashes(level: $0) })
      #expect(found.map(\.fullTiles) == rows.map(\.full))
      #expect(found.map(\.partialWidth) == rows.map(\.partial))
    }
    #expect(TileRow.hashes(inLogOf: 0).isEmpty)
    #expect(TileRow.hashes(inLogOf: .max).count == 8)
  }

  /// A log of 70,000 leaves and its tiles as files.
  private static let large = SmallTree(
    leafHashes: (0..<70_000 as Range<UInt32>).map { number in
      withUnsafeBytes(of: number.littleEndian) { MerkleHash.leaf($0) }
    }
  )

  @Test func `the tiles of 70,000 leaves give every subtree, root and proof`() throws {
    let size: UInt64 = 70_000
    var files: [String: [UInt8]] = [:]
    for row in TileRow.hashes(inLogOf: size) {
      guard case .hashes(let level) = row.row else { continue }
      for index in 0..<(row.fullTiles + (row.partialWidth > 0 ? 1 : 0)) {
        let tile = try Tile(row.row, index: index, inLogOf: size)
        files[tile.path] = try Tile.bytes(
          level: level,
          index: index,
          inLogOf: size,
          from: Self.large.hash
        )
      }
    }
    #expect(files.count == 277)
    #expect(files["tile/1/001.p/17"]?.count == 17 * 32)
    let source: NodeHashes = { node in
      try Tile.hash(of: node, inLogOf: size) { tile in
        try tile.hashes(parsing: #require(files[tile.path]))
      }
    }
    let root = try merkleTreeHash(of: 0..<size, from: source)
    #expect(root == SmallTree.merkleTreeHash(Self.large.levels[0][...]))
    let seed: UInt64 = 70
    var random = Seeded(seed)
    for _ in 0..<100 {
      let index = UInt64.random(in: 0..<size, using: &random)
      let proof = try InclusionProof(index: index, size: size, from: source)
      try proof.verify(leaf: Self.large.levels[0][Int(index)], root: root)
      let level = Int.random(in: 0...16, using: &random)
      let node = TreeNode(level: level, index: (size >> UInt64(level)) - 1)
      #expect(try source(node) == Self.large.hash(node), "seed \(seed)")
    }
  }

  @Test func `a subtree that is not complete, and a tile of another length, are refused`() {
    let node = TreeNode(level: 1, index: 2)
    #expect(throws: TileRefusal.nodeBeyondSize(node, size: 5)) {
      try Tile.hash(of: node, inLogOf: 5) { _ in [] }
    }
    #expect(throws: TileRefusal.wrongLength(expected: 160, found: 128)) {
      try Tile.hash(of: TreeNode(level: 0, index: 2), inLogOf: 5) { _ in
        [MerkleHash](repeating: .emptyRoot, count: 4)
      }
    }
    #expect(throws: TileRefusal.wrongLength(expected: 64, found: 63)) {
      try Tile(.hashes(level: 0), index: 0, width: 2)
        .hashes(parsing: [UInt8](repeating: 0, count: 63))
    }
  }

  @Test func `a bundle of entries comes back, and takes no more than its lengths allow`() throws {
    let longest = [UInt8](repeating: 7, count: 65_535)
    for entries in [[], [[]], [[], bytes("a"), []], [longest, bytes("b")]] {
      #expect(try EntryBundle.decode(EntryBundle.encode(entries)) == entries)
    }
    #expect(try EntryBundle.encode([[], bytes("a"), []]) == [0, 0, 0, 1, 0x61, 0, 0])
    #expect(throws: TileRefusal.entryTooLong(65_536)) {
      try EntryBundle.encode([longest + [7]])
    }
    let many = [[UInt8]](repeating: [], count: 257)
    #expect(throws: TileRefusal.tooManyEntries(257)) { try EntryBundle.encode(many) }
    #expect(throws: TileRefusal.tooManyEntries(257)) {
      try EntryBundle.decode([UInt8](repeating: 0, count: 2 * 257))
    }
    for bundle in [[1], [0, 2, 0x61], [0, 0, 0]] as [[UInt8]] {
      #expect(throws: TileRefusal.truncatedBundle) { try EntryBundle.decode(bundle) }
    }
  }

  @Test func `a changed bundle gives other entries or is refused`() throws {
    let entries = [bytes("first"), [], bytes("the third"), [0, 1, 2]]
    let bundle = try EntryBundle.encode(entries)
    for changed in Mutations.everyReplacement(of: bundle)
      + Mutations.cutsAndInsertions(of: bundle)
    {
      guard let read = try? EntryBundle.decode(changed) else { continue }
      #expect(read != entries)
      #expect(try EntryBundle.encode(read) == changed)
    }
  }

  private struct Table: Decodable {
    struct Path: Decodable {
      let level: Int
      let index: UInt64
      let partial: Int
      let path: String
    }
    struct Text: Decodable {
      let level: String
      let index: String
    }
    struct Bundle: Decodable {
      let hex: String
      let wantErr: Bool
      let entries_hex: [String]?
    }
    struct Other: Decodable { let path: String }
    let tile_path: [Path]
    let parse_error: [Text]
    let entry_bundle: [Bundle]
    let sumdb_layout_for_interop_only: [Other]
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `the tables carried here are the published ones, and bundles are judged as there`() throws {
    let table = try Vectors.read("tiles/paths_and_bundles.json", as: Table.self)
    #expect(table.tile_path.map(\.path) == PublishedTiles.paths.map(\.path))
    for text in table.parse_error {
      #expect(PublishedTiles.refused.contains("tile/\(text.level)/\(text.index)"))
    }
    for other in table.sumdb_layout_for_interop_only {
      // The layout of the checksum database names the tile's height first; some of its paths
      // look like ours and are written back the same.
      if let tile = try? Tile(parsing: bytes(other.path)) { #expect(tile.path == other.path) }
    }
    for bundle in table.entry_bundle {
      guard let whole = Hexadecimal.decode(bundle.hex.utf8) else { continue }
      let entries = try? EntryBundle.decode(whole)
      #expect((entries == nil) == bundle.wantErr)
      #expect(
        entries?.map { String(decoding: Hexadecimal.encode($0), as: UTF8.self) }
          == bundle.entries_hex
      )
    }
  }
}
