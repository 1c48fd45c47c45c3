import Testing

@testable import TransparencyLog

/// RFC 6962 section 2.1.
@Suite struct MerkleHashTests {
  @Test func `the published hashes come out`() {
    #expect(
      MerkleHash.emptyRoot.description
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    #expect(MerkleHash.emptyRoot.base64 == bytes("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="))
    #expect(
      MerkleHash.leaf([UInt8]()).description
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    #expect(
      MerkleHash.leaf(bytes("L123456")).description
        == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    )
  }

  @Test func `the eight published leaves give the published nodes and roots`() throws {
    let leaves = try PublishedTrees.leaves.map { try #require(Hexadecimal.decode($0.utf8)) }
    let tree = SmallTree(leafHashes: leaves.map { .leaf($0) })
    #expect(tree.levels.map { $0.map(\.description) } == PublishedTrees.nodes)
    for size in 0...8 {
      let hash = try merkleTreeHash(of: 0..<UInt64(size), from: tree.hash)
      #expect(hash.description == PublishedTrees.roots[size])
    }
  }

  @Test func `a hash has 32 bytes, in their order`() throws {
    let value = (0..<32).map { UInt8($0) }
    let hash = try #require(MerkleHash(value))
    #expect(hash.bytes == value)
    #expect(hash.description.hasPrefix("000102"))
    #expect(MerkleHash(value.dropLast()) == nil)
    #expect(MerkleHash(value + [0]) == nil)
    #expect(MerkleHash(base64: hash.base64) == hash)
    #expect(MerkleHash(base64: CanonicalBase64.encode(value + [0])) == nil)
  }

  @Test func `hashes are equal when all bytes are`() throws {
    let value = [UInt8](repeating: 7, count: 32)
    let hash = try #require(MerkleHash(value))
    for index in 0..<32 {
      var other = value
      other[index] ^= 0x80
      #expect(MerkleHash(other) != hash)
    }
    #expect(Set([hash, MerkleHash(value)]).count == 1)
  }

  @Test func `a leaf is no node, and neither is plain SHA-256`() {
    let (left, right) = (MerkleHash.leaf([1]), MerkleHash.leaf([2]))
    #expect(MerkleHash.leaf(left.bytes + right.bytes) != .node(left, right))
    #expect(MerkleHash.node(left, right) != .node(right, left))
    #expect(MerkleHash.digest(of: [1] + left.bytes + right.bytes) == .node(left, right))
    #expect(MerkleHash.digest(of: [0, 1]) == left)
  }
}
