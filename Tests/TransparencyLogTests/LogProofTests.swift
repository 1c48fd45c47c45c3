import Testing

@testable import TransparencyLog

/// Proofs that travel in one file.
@Suite struct LogProofTests {
  private static func made(extra: [UInt8]? = nil) throws -> LogProof {
    let proof = try InclusionProof(index: 4, size: 6, from: SmallTree.published.hash)
    let checkpoint = try Keys.cosigned(size: 6).bytes
    return LogProof(index: 4, hashes: proof.hashes, checkpoint: checkpoint, extra: extra)
  }

  private static let leaf = MerkleHash.leaf([4])

  @Test func `a published proof is read, verified and written again`() throws {
    let file = bytes(Published.proofFourOfFifteen)
    let proof = try LogProof(parsing: file)
    #expect(proof.index == 4)
    #expect(proof.bytes == file)
    let policy = TrustPolicy(logs: [TrustedLog(key: try Keys.verifier(Published.testLogKey))])
    let verified = try proof.verify(leaf: .leaf(bytes("five")), by: policy)
    #expect(verified.checkpoint.size == 15)
    #expect(throws: LogProofRefusal.proof(.rootMismatch)) {
      try proof.verify(leaf: .leaf(bytes("six")), by: policy)
    }
    #expect(throws: LogProofRefusal.checkpoint(.unknownOrigin("example.com/log/testdata"))) {
      try proof.verify(leaf: .leaf(bytes("five")), by: TrustPolicy(logs: []))
    }
  }

  @Test func `the published parts are written as published`() {
    let first = MerkleHash(base64: "rzFuy5Go7nrpkhBwKy1HWPMM3eO/YePY54fXRoH5Cm4=".utf8)
    let proof = LogProof(
      index: 10,
      hashes: [first].compactMap(\.self),
      checkpoint: bytes("checkpoint data\n"),
      extra: bytes("extra information")
    )
    let text = """
      c2sp.org/tlog-proof@v1
      extra ZXh0cmEgaW5mb3JtYXRpb24=
      index 10
      rzFuy5Go7nrpkhBwKy1HWPMM3eO/YePY54fXRoH5Cm4=

      checkpoint data

      """
    #expect(proof.bytes == bytes(text))
    #expect(
      LogProof(index: 0, hashes: [], checkpoint: bytes("c\n"), extra: []).bytes
        == bytes("c2sp.org/tlog-proof@v1\nindex 0\n\nc\n")
    )
  }

  @Test func `every change of a cosigned proof is refused`() throws {
    let (policy, whole) = (try Keys.strictPolicy(), try Self.made().bytes)
    let seed: UInt64 = 3
    let changed =
      Mutations.someReplacements(of: whole, seed: seed)
      + Mutations.cutsAndInsertions(of: whole)
    let accepted = changed.filter {
      (try? LogProof(parsing: $0).verify(leaf: Self.leaf, by: policy)) != nil
    }
    #expect(accepted.isEmpty, "seed \(seed): \(Mutations.shown(accepted))")
    let genuine = try LogProof(parsing: whole)
    #expect(try genuine.verify(leaf: Self.leaf, by: policy).cosignatures.count == 2)
  }

  @Test func `every change of the unsigned extra bytes shows`() throws {
    let genuine = try Self.made(extra: bytes("anything"))
    let policy = try Keys.strictPolicy()
    let count = bytes("c2sp.org/tlog-proof@v1\nextra YW55dGhpbmc=\n").count
    let head = [UInt8](genuine.bytes.prefix(count))
    let rest = [UInt8](genuine.bytes.dropFirst(count))
    var accepted = 0
    for changed in Mutations.everyReplacement(of: head) {
      guard let proof = try? LogProof(parsing: changed + rest) else { continue }
      accepted += 1
      #expect(proof.extra != genuine.extra && proof.bytes == changed + rest)
      if accepted.isMultiple(of: 50) {
        #expect(throws: Never.self) { try proof.verify(leaf: Self.leaf, by: policy) }
      }
    }
    #expect(accepted > 100)
  }

  private static let header = "c2sp.org/tlog-proof@v1\n"
  private static let hash = "rzFuy5Go7nrpkhBwKy1HWPMM3eO/YePY54fXRoH5Cm4=\n"

  @Test(arguments: [
    ("", LogProofRefusal.noCheckpoint), (header, .noCheckpoint),
    ("\(header)index 0\n", .noCheckpoint), ("\(header)index 0\n\n", .noCheckpoint),
    ("\(header)index 0\n\(hash)checkpoint\n", .noCheckpoint),
    ("wrong\nindex 0\n\ncheckpoint\n", .malformedLine(1)),
    ("\(header)\n\ncheckpoint\n", .malformedLine(2)),
    ("\(header)index 00\n\nc\n", .malformedLine(2)),
    ("\(header)index -5\n\nc\n", .malformedLine(2)),
    ("\(header)index  5\n\nc\n", .malformedLine(2)),
    ("\(header)Index 5\n\nc\n", .malformedLine(2)),
    ("\(header)extra \nindex 0\n\nc\n", .malformedLine(2)),
    ("\(header)extra AAB=\nindex 0\n\nc\n", .malformedLine(2)),
    ("\(header)extra AAAA\n\nc\n", .malformedLine(3)),
    ("\(header)extra AAAA\nextra AAAA\nindex 0\n\nc\n", .malformedLine(3)),
    ("\(header)index 0\nextra AAAA\n\(hash)\nc\n", .malformedLine(3)),
    ("\(header)index 0\n\(hash)AAAA\n\nc\n", .malformedLine(4)),
    ("\(header)index 0\n" + String(repeating: hash, count: 65) + "\nc\n", .tooManyHashes(65)),
  ])
  func `what is no proof is refused by name`(text: String, refusal: LogProofRefusal) {
    #expect(throws: refusal) { try LogProof(parsing: bytes(text)) }
  }

  private struct Table: Decodable {
    struct Written: Decodable {
      let index: UInt64
      let hashes: [String]
      let extra: String?
      let checkpoint: String
      let want: String
    }
    struct Positive: Decodable {
      let id: String
      let leaf_data: String?
      let leaf_data_hex: String?
      let log_vkey: String
      let witness_vkeys: [String]?
      let proof: String
    }
    struct Negative: Decodable {
      let why: String
      let proof: String
      let leaf_data: String?
      let log_vkey: String?
    }
    let marshal: [Written]
    let positive: [Positive]
    let negative: [Negative]
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `all published proofs are written and judged as there`() throws {
    let table = try Vectors.read("note/tlog_proof.json", as: Table.self)
    #expect(table.marshal.count == 3 && table.positive.count >= 6 && table.negative.count >= 14)
    for written in table.marshal {
      let proof = LogProof(
        index: written.index,
        hashes: try written.hashes.map { try #require(MerkleHash(base64: $0.utf8)) },
        checkpoint: bytes(written.checkpoint),
        extra: written.extra.flatMap { CanonicalBase64.decode($0.utf8) }
      )
      #expect(proof.bytes == bytes(written.want))
      #expect(try LogProof(parsing: bytes(written.want)) == proof)
    }
    for positive in table.positive {
      let leaf =
        try positive.leaf_data.map(bytes)
        ?? #require(Hexadecimal.decode((positive.leaf_data_hex ?? "").utf8))
      let witnesses = positive.witness_vkeys ?? []
      let names = witnesses.indices.map { "w\($0)" }
      let lines =
        ["log \(positive.log_vkey)"] + zip(names, witnesses).map { "witness \($0) \($1)" }
        + (names.isEmpty
          ? ["quorum none"] : ["group g all \(names.joined(separator: " "))", "quorum g"])
      let policy = try TrustPolicy(parsing: bytes(lines.map { $0 + "\n" }.joined()))
      let proof = try LogProof(parsing: bytes(positive.proof))
      #expect(proof.bytes == bytes(positive.proof))
      let verified = try proof.verify(leaf: .leaf(leaf), by: policy)
      #expect(verified.cosignatures.count == witnesses.count, "\(positive.id)")
    }
    for negative in table.negative {
      #expect(throws: (any Error).self, "\(negative.why)") {
        let proof = try LogProof(parsing: bytes(negative.proof))
        let key = try Keys.verifier(#require(negative.log_vkey))
        let leaf = MerkleHash.leaf(bytes(try #require(negative.leaf_data)))
        _ = try proof.verify(leaf: leaf, by: TrustPolicy(logs: [TrustedLog(key: key)]))
      }
    }
  }
}
