import Foundation
@testable import RollbookCLI
import Roster
import RollbookTestSupport
import Testing
import TransparencyLog

/// The exported log, read back as any client of a tiled log reads it.
@Suite struct TileExportTests {
  private let scene: ProvingStage

  init() async throws { scene = try await ProvingStage() }

  /// Reads a log from its files, and verifies its checkpoint.
  private struct Client {
    let folder: URL
    let head: Checkpoint

    init(_ folder: URL, key: VerifierKey) throws {
      self.folder = folder
      let note = try Data(contentsOf: folder.appendingPathComponent("checkpoint"))
      head = try SignedCheckpoint(parsing: [UInt8](note)).verified(by: TrustedLog(key: key))
        .checkpoint
    }

    func bytes(_ tile: Tile) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: folder.appendingPathComponent(tile.path)))
    }

    func hash(_ node: TreeNode) throws -> MerkleHash {
      try Tile.hash(of: node, inLogOf: head.size) { try $0.hashes(parsing: bytes($0)) }
    }

    func entries() throws -> [[UInt8]] {
      let row = TileRow(.entries, size: head.size)
      return try (0..<(row.fullTiles + (row.partialWidth > 0 ? 1 : 0))).flatMap { index in
        try EntryBundle.decode(try bytes(try Tile(.entries, index: index, inLogOf: head.size)))
      }
    }
  }

  private func client(_ name: String = "tiles") throws -> Client {
    try Client(scene.stage.folder.url.appendingPathComponent(name), key: scene.key)
  }

  @Test func `every entry is in the tree that was signed, and the tree continues`() async throws {
    let made = await scene.run("export --tiles tiles")
    #expect(made.status == .done, "\(made.notes)")
    let before = try client()
    // More than one tile, so that a full one and an upper level are there.
    for _ in 0..<130 { try await scene.grow() }
    #expect(await scene.run("export --tiles tiles").status == .done)
    let after = try client()
    #expect(after.head.size > 256 && before.head.size < 256)
    let leaves = try after.entries().map { MerkleHash.leaf($0) }
    #expect(leaves.count == Int(after.head.size))
    for (index, leaf) in leaves.enumerated() {
      let proof = try InclusionProof(
        index: UInt64(index),
        size: after.head.size,
        from: after.hash
      )
      try proof.verify(leaf: leaf, root: after.head.root)
    }
    let proof = try ConsistencyProof(
      oldSize: before.head.size,
      newSize: after.head.size,
      from: after.hash
    )
    try proof.verify(oldRoot: before.head.root, newRoot: after.head.root)
  }

  @Test func `an export adds what is new, and gives what a fresh one gives`() async throws {
    _ = await scene.run("export --tiles tiles")
    let again = await scene.run("export --tiles tiles --format json")
    #expect(again.result.contains("\"files\": 0"))
    for _ in 0..<130 { try await scene.grow() }
    let old = try client().head.size
    _ = await scene.run("export --tiles tiles")
    _ = await scene.run("export --tiles fresh")
    let size = try client().head.size
    func paths(_ name: String) -> Set<String> {
      let root = scene.stage.folder.url.appendingPathComponent(name)
      let all = FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String] ?? []
      return Set(all.filter { !root.appendingPathComponent($0).hasDirectoryPath })
    }
    let fresh = paths("fresh").filter { $0.contains("tile/") && $0.last?.isNumber == true }
    for path in fresh where try !isFolder("fresh/\(path)") {
      #expect(try scene.bytes("fresh/\(path)") == scene.bytes("tiles/\(path)"), "\(path)")
    }
    #expect(fresh.contains("tile/0/000") && fresh.contains("tile/1/000.p/1"))
    // What clients of the older head ask for stays.
    #expect(paths("tiles").contains("tile/0/000.p/\(old)") && size > old)
  }

  private func isFolder(_ name: String) throws -> Bool {
    try scene.stage.folder.url.appendingPathComponent(name)
      .resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true
  }

  @Test func `no person can be read from it`() async throws {
    _ = await scene.run("export --tiles tiles")
    let text = try client().entries().map { String(decoding: $0, as: UTF8.self) }.joined()
    for word in ["manager4220", "0456", "欧阳娜娜", "138000", "月度核对", "hr@payroll-host"] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(text.contains("dingtalk"))
  }

  @Test func `a folder of another log is left alone`() async throws {
    let other = try await ProvingStage()
    _ = await other.run("export --tiles tiles")
    try FileManager.default.copyItem(
      at: other.stage.folder.url.appendingPathComponent("tiles"),
      to: scene.stage.folder.url.appendingPathComponent("tiles")
    )
    let run = await scene.run("export --tiles tiles")
    #expect(run.status == .badData && run.notes.contains("[exportOfOtherLog]"))
  }
}
