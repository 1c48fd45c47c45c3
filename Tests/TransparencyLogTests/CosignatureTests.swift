import Testing

@testable import TransparencyLog

/// Cosignatures of witnesses.
@Suite struct CosignatureTests {
  @Test func `a real cosigned checkpoint is verified, with its time`() throws {
    let note = try SignedNote(parsing: bytes(Published.sigsumCheckpoint))
    let keys = try [Published.sigsumKey, Published.sigsumWitness].map(Keys.verifier)
    let verified = try note.verified(by: keys)
    #expect(verified.verified.map(\.seconds) == [nil, 1_683_202_758])
    #expect(verified.verified.map(\.key) == keys)
  }

  @Test func `cosigning gives the published lines`() throws {
    let published = try SignedCheckpoint(parsing: bytes(Published.twoWitnesses))
    var made = try SignedCheckpoint(
      published.checkpoint,
      signedBy: Keys.signer(Published.testLogSecret)
    )
    for (secret, seconds) in [
      (Published.firstWitnessSecret, 1_679_315_147 as UInt64),
      (Published.secondWitnessSecret, 1_679_315_148),
    ] {
      made = try made.adding([Keys.signer(secret).cosign(published.checkpoint, at: seconds)])
    }
    #expect(made.bytes == bytes(Published.twoWitnesses))
  }

  @Test func `every bit of a cosignature counts, the time's too`() throws {
    let checkpoint = try Keys.checkpoint(size: 5).checkpoint
    let secret = try Keys.signer(Published.firstWitnessSecret)
    let key = secret.verifierKey(.cosignature)
    let genuine = try secret.cosign(checkpoint, at: 1_700_000_000).signature
    #expect(genuine.count == 72)
    #expect(key.verifies(genuine, of: checkpoint.text))
    for bit in 0..<(72 * 8) {
      var changed = genuine
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(!key.verifies(changed, of: checkpoint.text), "bit \(bit)")
    }
    #expect(!key.verifies([UInt8](genuine.dropLast()), of: checkpoint.text))
    #expect(!key.verifies(genuine + [0], of: checkpoint.text))
  }

  @Test func `a cosignature of the time 0 is refused, though it is genuine otherwise`() throws {
    let checkpoint = try Keys.checkpoint(size: 5).checkpoint
    let secret = try Keys.signer(Published.firstWitnessSecret)
    let key = secret.verifierKey(.cosignature)
    #expect(
      key.verifies(try secret.cosign(checkpoint, at: 1).signature, of: checkpoint.text)
    )
    let never = try secret.cosign(checkpoint, at: 0).signature
    #expect(Cosignature(never) == nil)
    #expect(!key.verifies(never, of: checkpoint.text))
  }

  @Test func `a log's signature is no cosignature, nor the reverse`() throws {
    let signed = try Keys.checkpoint(size: 5)
    let secret = try Keys.signer(Published.testLogSecret)
    let text = signed.note.text
    let plain = try secret.sign(text).signature
    let timed = try secret.cosign(signed.checkpoint, at: 0).signature
    #expect(secret.verifierKey().verifies(plain, of: text))
    #expect(!secret.verifierKey().verifies(timed, of: text))
    #expect(!secret.verifierKey().verifies([UInt8](timed.dropFirst(8)), of: text))
    #expect(!secret.verifierKey(.cosignature).verifies(plain, of: text))
    #expect(
      !secret.verifierKey(.cosignature).verifies([UInt8](repeating: 0, count: 8) + plain, of: text)
    )
  }

  @Test func `the time is written highest byte first`() throws {
    let line = bytes(
      "\u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlr"
        + "DJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    let signature = try #require(try NoteSignature.lines(parsing: line).first)
    #expect(signature.line == line)
    #expect(signature.keyID == 0x8D66_CF3F)
    let cosignature = try #require(Cosignature(signature.signature))
    #expect(cosignature.seconds == 1_679_315_147)
    #expect(cosignature.ed25519.count == 64)
    #expect(cosignature.bytes == signature.signature)
    #expect(
      Cosignature.message(for: bytes("log\n"), at: 5) == bytes("cosignature/v1\ntime 5\nlog\n")
    )
  }

  private struct Case: Decodable {
    let id: String
    let note: String?
    let log_vkey: String?
    let witness_vkey: String?
    let witness_vkeys: [String]?
    let cosigned_message: String?
    let line: String?
    let base64: String?
    let timestamp: UInt64?
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `all published cosignatures are judged as there`() throws {
    let cases = try Vectors.read("note/cosignatures.json", as: [Case].self)
    #expect(cases.count == 4)
    for one in cases {
      let witnesses = (one.witness_vkeys ?? []) + (one.witness_vkey.map { [$0] } ?? [])
      if let note = one.note, let log = one.log_vkey {
        let signed = try SignedCheckpoint(parsing: bytes(note))
        let keys = try ([log] + witnesses).map(Keys.verifier)
        let verified = try signed.note.verified(by: keys)
        #expect(verified.verified.map(\.key) == keys)
        if let message = one.cosigned_message, let seconds = one.timestamp {
          #expect(Cosignature.message(for: signed.note.text, at: seconds) == bytes(message))
        }
      }
      if let line = one.line {
        let signature = try #require(try NoteSignature.lines(parsing: bytes(line)).first)
        #expect(Cosignature(signature.signature)?.seconds == one.timestamp)
      }
      if let text = one.base64 {
        let whole = try #require(CanonicalBase64.decode(text.utf8))
        #expect(Cosignature([UInt8](whole.dropFirst(4)))?.seconds == one.timestamp)
      }
    }
  }
}
