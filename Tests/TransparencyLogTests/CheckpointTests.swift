import Testing

@testable import TransparencyLog

/// Checkpoints, alone and in their notes.
@Suite struct CheckpointTests {
  @Test(arguments: PublishedCheckpoints.texts.indices)
  func `a published text is judged as a strict reader does`(index: Int) {
    let (what, text, isRefused) = PublishedCheckpoints.texts[index]
    let checkpoint = try? Checkpoint(parsing: bytes(text))
    #expect((checkpoint == nil) == isRefused, "\(what)")
    if let checkpoint { #expect(checkpoint.text == bytes(text)) }
  }

  @Test(arguments: [
    ("log\n8\n", CheckpointRefusal.malformed), ("", .malformed), ("log\n8\n\(root)", .malformed),
    ("\n8\n\(root)\n", .invalidOrigin), ("a\tb\n8\n\(root)\n", .invalidOrigin),
    ("log\n08\n\(root)\n", .invalidSize), ("log\n\n\(root)\n", .invalidSize),
    ("log\n18446744073709551616\n\(root)\n", .invalidSize),
    ("log\n8\n\(root.dropLast())\n", .invalidRoot), ("log\n8\n\(root) \n", .invalidRoot),
    ("log\n0\n\(root)\n", .emptyTreeOtherRoot), ("log\n8\n\(root)\n\n", .invalidExtension),
  ])
  func `what is no checkpoint is refused by name`(text: String, refusal: CheckpointRefusal) {
    #expect(throws: refusal) { try Checkpoint(parsing: bytes(text)) }
  }

  private static let root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="

  @Test func `parts that could not be read back are refused`() throws {
    let root = SmallTree.roots[8]
    for origin in [[], bytes("a\nb"), [0xFF]] {
      #expect(throws: CheckpointRefusal.invalidOrigin) {
        try Checkpoint(origin: origin, size: 8, root: root)
      }
    }
    for line in [[], bytes("a\nb"), [0xFF]] {
      #expect(throws: CheckpointRefusal.invalidExtension) {
        try Checkpoint(origin: bytes("log"), size: 8, root: root, extensions: [line])
      }
    }
    #expect(throws: CheckpointRefusal.emptyTreeOtherRoot) {
      try Checkpoint(origin: bytes("log"), size: 0, root: root)
    }
  }

  @Test func `what is read is written again to the same bytes, or refused`() throws {
    let text = try Keys.checkpoint(size: 100).checkpoint.text
    let changed = Mutations.everyReplacement(of: text) + Mutations.cutsAndInsertions(of: text)
    let other = changed.filter {
      guard let read = try? Checkpoint(parsing: $0) else { return false }
      return read.text != $0
    }
    #expect(other.isEmpty, "\(Mutations.shown(other))")
  }

  @Test func `a real checkpoint names another origin than its key`() throws {
    let signed = try SignedCheckpoint(parsing: bytes(Published.sumCheckpoint))
    let key = try Keys.verifier(Published.sumKey)
    #expect(signed.checkpoint.size == 6_476_701)
    #expect(throws: CheckpointRefusal.unknownOrigin("go.sum database tree")) {
      try signed.verified(by: TrustedLog(key: key))
    }
    let log = TrustedLog(key: key, origin: bytes("go.sum database tree"))
    #expect(try signed.verified(by: log).log == log)
  }

  @Test func `a log's own signature is needed, and the quorum's`() throws {
    let policy = try Keys.strictPolicy()
    let (alone, whole) = (try Keys.checkpoint(size: 9), try Keys.cosigned(size: 9))
    #expect(
      try whole.verified(by: policy).cosignatures.map(\.seconds)
        == [1_700_000_000, 1_700_000_060]
    )
    #expect(throws: CheckpointRefusal.quorumNotMet) { try alone.verified(by: policy) }
    let origin = "example.com/log/testdata"
    let cosignatures = [NoteSignature](whole.note.signatures.dropFirst())
    let unsigned = try SignedCheckpoint(
      parsing: SignedNote(text: whole.note.text, signatures: cosignatures).bytes
    )
    #expect(throws: CheckpointRefusal.notSignedByLog(origin)) {
      try unsigned.verified(by: policy)
    }
    #expect(throws: CheckpointRefusal.note(.noKnownSignature)) {
      try unsigned.verified(by: policy.logs[0])
    }
    #expect(throws: CheckpointRefusal.unknownOrigin(origin)) {
      try whole.verified(by: TrustPolicy(logs: []))
    }
  }

  @Test func `a cosignature from the future is refused if the time is known`() throws {
    let (policy, whole) = (try Keys.strictPolicy(), try Keys.cosigned(size: 9))
    #expect(throws: Never.self) { try whole.verified(by: policy, now: 1_700_000_060) }
    #expect(throws: CheckpointRefusal.cosignedInFuture(try KeyName("Wit2"))) {
      try whole.verified(by: policy, now: 1_700_000_059)
    }
  }

  @Test func `the log's lines alone are the bytes from before the witnesses`() throws {
    let key = try Keys.verifier(Published.testLogKey)
    let (alone, whole) = (try Keys.checkpoint(size: 9), try Keys.cosigned(size: 9))
    #expect(try whole.only(key).bytes == alone.bytes)
    #expect(try alone.adding(whole.note.signatures) == whole)
    #expect(throws: CheckpointRefusal.note(.noSignatures)) {
      try whole.only(Keys.verifier(Published.peter))
    }
  }

  @Test func `every change of a cosigned checkpoint is refused`() throws {
    let (policy, whole) = (try Keys.strictPolicy(), try Keys.cosigned(size: 100).bytes)
    let seed: UInt64 = 2
    let changed =
      Mutations.someReplacements(of: whole, seed: seed)
      + Mutations.cutsAndInsertions(of: whole)
    let accepted = changed.filter {
      (try? SignedCheckpoint(parsing: $0).verified(by: policy)) != nil
    }
    #expect(accepted.isEmpty, "seed \(seed): \(Mutations.shown(accepted))")
    #expect(throws: Never.self) { try SignedCheckpoint(parsing: whole).verified(by: policy) }
  }

  private struct Table: Decodable {
    struct Case: Decodable {
      let desc: String
      let body: String
      let wantErr: Bool
    }
    struct Cases: Decodable { let cases: [Case] }
    let formats_lenient: Cases
    let spec_strict: Cases
  }

  /// Their reader takes roots of any length; 32 bytes are asked for here.
  private static let lenient: Set = ["valid one", "valid different origin", "trailing data"]

  @Test(.enabled(if: Vectors.arePresent))
  func `all published bodies are judged strictly`() throws {
    let table = try Vectors.read("note/checkpoint_bodies.json", as: Table.self)
    #expect(table.spec_strict.cases.count == PublishedCheckpoints.texts.count)
    for (strict, known) in zip(table.spec_strict.cases, PublishedCheckpoints.texts) {
      #expect(strict.body.utf8.elementsEqual(known.text.utf8))
      #expect(strict.wantErr == known.isRefused)
    }
    #expect(table.formats_lenient.cases.count == 10)
    for body in table.formats_lenient.cases {
      #expect(body.wantErr != Self.lenient.contains(body.desc))
      let refusal = #expect(throws: CheckpointRefusal.self, "\(body.desc)") {
        try Checkpoint(parsing: bytes(body.body))
      }
      if !body.wantErr { #expect(refusal == .invalidRoot) }
    }
  }
}
