import RollbookTestSupport
import Testing

@testable import TransparencyLog

/// Requests to witnesses, and what a witness makes of them.
@Suite struct WitnessTests {
  private static func log() throws -> TrustedLog {
    TrustedLog(key: try Keys.verifier(Published.testLogKey))
  }

  private static func request(_ old: Int, _ new: Int) throws -> AddCheckpointRequest {
    let hashes =
      old == 0
      ? []
      : try ConsistencyProof(
        oldSize: UInt64(old),
        newSize: UInt64(new),
        from: SmallTree.published.hash
      ).hashes
    return try AddCheckpointRequest(
      oldSize: UInt64(old),
      hashes: hashes,
      checkpoint: Keys.checkpoint(size: new)
    )
  }

  @Test func `a witness follows a log from its first checkpoint on`() throws {
    var state = WitnessState.nothingSeen
    for (old, new) in [(0, 0), (0, 3), (3, 3), (3, 64), (64, 65), (65, 130)] {
      let request = try Self.request(old, new)
      #expect(try AddCheckpointRequest(parsing: request.bytes) == request)
      state = try state.accepting(request, logs: [Self.log()])
      #expect(state == WitnessState(size: UInt64(new), root: SmallTree.roots[new]))
    }
  }

  @Test func `what a witness must not cosign is refused by name`() throws {
    let state = WitnessState(size: 8, root: SmallTree.roots[8])
    let logs = [try Self.log()]
    func refusal(_ request: AddCheckpointRequest, _ logs: [TrustedLog]) -> WitnessState.Refusal? {
      do { _ = try state.accepting(request, logs: logs) } catch { return error }
      return nil
    }
    let checkpoint = try Keys.checkpoint(size: 20)
    let good = try Self.request(8, 20)
    #expect(refusal(good, logs) == nil)
    #expect(
      refusal(good, []) == .checkpoint(.unknownOrigin("example.com/log/testdata"))
    )
    let stranger = TrustedLog(key: try Keys.verifier(Published.peter), origin: logs[0].origin)
    #expect(refusal(good, [stranger]) == .checkpoint(.note(.noKnownSignature)))
    let above = try AddCheckpointRequest(oldSize: 21, hashes: [], checkpoint: checkpoint)
    #expect(refusal(above, logs) == .oldBeyondNew(old: 21, new: 20))
    #expect(refusal(try Self.request(7, 20), logs) == .otherSizeSeen(8))
    #expect(refusal(try Self.request(0, 20), logs) == .otherSizeSeen(8))
    let short = try AddCheckpointRequest(oldSize: 8, hashes: [], checkpoint: checkpoint)
    #expect(refusal(short, logs) == .proof(.proofLength(expected: good.hashes.count, found: 0)))
    let other = WitnessState(size: 8, root: SmallTree.roots[9])
    #expect(throws: WitnessState.Refusal.proof(.sameSizeOtherRoot(size: 8))) {
      try other.accepting(Self.request(8, 8), logs: logs)
    }
    #expect(throws: WitnessState.Refusal.proof(.newRootMismatch)) {
      try other.accepting(good, logs: logs)
    }
    let proven = try AddCheckpointRequest(oldSize: 0, hashes: good.hashes, checkpoint: checkpoint)
    #expect(
      throws: WitnessState.Refusal.proof(.proofLength(expected: 0, found: good.hashes.count))
    ) { try WitnessState.nothingSeen.accepting(proven, logs: logs) }
  }

  @Test func `a witness's response completes the checkpoint`() throws {
    let request = try Self.request(8, 20)
    let witness = try Keys.signer(Published.firstWitnessSecret)
    let response = try witness.cosign(request.checkpoint.checkpoint, at: 5).line
    let whole = try request.checkpoint.adding(NoteSignature.lines(parsing: response))
    let policy = try TrustPolicy(
      parsing: bytes(
        "log \(Published.testLogKey)\nwitness w \(witness.verifierKey(.cosignature))\nquorum w\n"
      )
    )
    #expect(try whole.verified(by: policy).cosignatures.map(\.seconds) == [5])
  }

  @Test func `every change of a request is refused`() throws {
    let state = WitnessState(size: 77, root: SmallTree.roots[77])
    let logs = [try Self.log()]
    let whole = try Self.request(77, 100).bytes
    let seed: UInt64 = 4
    let changed =
      Mutations.someReplacements(of: whole, seed: seed)
      + Mutations.cutsAndInsertions(of: whole)
    let accepted = changed.filter {
      (try? state.accepting(AddCheckpointRequest(parsing: $0), logs: logs)) != nil
    }
    #expect(accepted.isEmpty, "seed \(seed): \(Mutations.shown(accepted))")
  }

  @Test(arguments: [
    ("old 0\n", WitnessRefusal.noCheckpoint), ("", .noCheckpoint),
    ("old 00\n\n", .malformedLine(1)), ("old +1\n\n", .malformedLine(1)),
    ("old\n\n", .malformedLine(1)), ("\n\n", .malformedLine(1)), ("new 1\n\n", .malformedLine(1)),
    ("old 1\nAAAA\n\n", .malformedLine(2)), ("old 1\n\n", .checkpoint(.note(.unterminated))),
  ])
  func `what is no request is refused by name`(text: String, refusal: WitnessRefusal) {
    #expect(throws: refusal) { try AddCheckpointRequest(parsing: bytes(text)) }
  }

  @Test func `a request has at most 63 hashes`() throws {
    let hashes = [MerkleHash](repeating: .emptyRoot, count: 64)
    let checkpoint = try Keys.checkpoint(size: 5)
    #expect(throws: WitnessRefusal.tooManyHashes(64)) {
      try AddCheckpointRequest(oldSize: 1, hashes: hashes, checkpoint: checkpoint)
    }
    let fewer = try AddCheckpointRequest(
      oldSize: 1,
      hashes: [MerkleHash](hashes.dropFirst()),
      checkpoint: checkpoint
    )
    #expect(try AddCheckpointRequest(parsing: fewer.bytes) == fewer)
  }

  private struct Session: Decodable {
    struct Exchange: Decodable {
      let request: String
      let status: Int
      let assert: String
    }
    let log_vkey: String
    let witness_name: String
    let witness_ed25519_seed_hex: String
    let requests: [Exchange]
  }

  /// The status that the session of an older witness has for what happens here.
  private static func status(of error: WitnessState.Refusal) -> Int {
    switch error {
    case .oldBeyondNew: 400
    case .checkpoint: 403
    case .otherSizeSeen: 409
    case .proof: 422
    }
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `a session with litewitness goes as it went there`() throws {
    let session = try Vectors.read("note/tlog_witness_add_checkpoint.json", as: Session.self)
    let seed = try #require(Hexadecimal.decode(session.witness_ed25519_seed_hex.utf8))
    let witness = try SigningKey(keyName: KeyName(session.witness_name), seed: seed)
    let log = TrustedLog(key: try Keys.verifier(session.log_vkey))
    var state = WitnessState.nothingSeen
    #expect(session.requests.count == 9)
    for (number, exchange) in session.requests.enumerated() {
      var status = 200
      do {
        let request = try AddCheckpointRequest(parsing: bytes(exchange.request))
        #expect(request.bytes == bytes(exchange.request))
        state = try state.accepting(request, logs: [log])
        let line = try witness.cosign(request.checkpoint.checkpoint, at: 1)
        let answered = try request.checkpoint.adding([line])
        #expect(throws: Never.self) {
          try answered.note.verified(by: [log.key, witness.verifierKey(.cosignature)])
        }
      } catch let error as WitnessRefusal {
        status = if case .checkpoint = error { 403 } else { 400 }
      } catch let error as WitnessState.Refusal {
        status = Self.status(of: error)
        if case .otherSizeSeen(let size) = error {
          #expect(exchange.assert == "body == \"\(size)\\n\"")
        }
      }
      #expect(status == exchange.status, "request \(number)")
    }
    #expect(state.size == 5)
  }
}
