import Foundation
import Testing

@testable import TransparencyLog

/// Notes: read strictly, signed, and verified by the keys that are known.
@Suite struct SignedNoteTests {
  private static func note(_ text: String) throws -> SignedNote {
    try SignedNote(parsing: bytes(text))
  }

  @Test func `a published note is signed again to the same bytes`() throws {
    let whole = try Self.note(Published.twoSigners)
    let signature = try Keys.signer(Published.peterSecret).sign(whole.text)
    #expect(signature == whole.signatures[0])
    let again = try SignedNote(text: whole.text, signatures: [signature])
      .adding(whole.signatures)
    #expect(again.bytes == bytes(Published.twoSigners))
  }

  @Test func `unknown signatures are ignored, known ones verified`() throws {
    let note = try Self.note(Published.twoSigners)
    let (peter, enoch) = (try Keys.verifier(Published.peter), try Keys.verifier(Published.enoch))
    let one = try note.verified(by: [peter])
    #expect(one.verified.map(\.key) == [peter])
    #expect(one.unknown.map(\.keyName) == [enoch.keyName])
    let both = try note.verified(by: [enoch, peter])
    #expect(both.verified.map(\.key) == [peter, enoch])
    #expect(both.unknown.isEmpty)
    let sum = try Keys.verifier(Published.sumKey)
    #expect(throws: NoteRefusal.noKnownSignature) { try note.verified(by: [sum]) }
    #expect(throws: NoteRefusal.noKnownSignature) { try note.verified(by: []) }
    #expect(throws: NoteRefusal.ambiguousKeys(peter.keyName)) {
      try note.verified(by: [peter, enoch, peter])
    }
  }

  @Test func `one false line of a known key refuses the note, anyone who else signed`() throws {
    let note = try Self.note(Published.twoSigners)
    let keys = try [Published.peter, Published.enoch].map(Keys.verifier)
    let genuine = note.signatures[1]
    for place in [0, 31, 63] {
      var signature = genuine.signature
      signature[place] ^= 1
      let forged = NoteSignature(
        keyName: genuine.keyName,
        keyID: genuine.keyID,
        signature: signature
      )
      let changed = try note.adding([forged])
      #expect(throws: NoteRefusal.invalidSignature(genuine.keyName)) {
        try changed.verified(by: keys)
      }
      #expect(throws: Never.self) { try changed.verified(by: [keys[0]]) }
    }
  }

  @Test(arguments: [
    (Published.specNote, Published.specKey), (Published.sumCheckpoint, Published.sumKey),
  ])
  func `every change of a note of one signer is refused`(text: String, key: String) throws {
    let known = [try Keys.verifier(key)]
    let seed: UInt64 = 1
    let changed =
      Mutations.someReplacements(of: bytes(text), seed: seed)
      + Mutations.cutsAndInsertions(of: bytes(text))
    let accepted = changed.filter {
      (try? SignedNote(parsing: $0).verified(by: known)) != nil
    }
    #expect(accepted.isEmpty, "seed \(seed): \(Mutations.shown(accepted))")
    #expect(throws: Never.self) { try Self.note(text).verified(by: known) }
  }

  @Test func `what is read is written again to the same bytes, or refused`() throws {
    let text = bytes(Published.twoSigners)
    let seed: UInt64 = 6
    let changed =
      Mutations.someReplacements(of: text, seed: seed) + Mutations.cutsAndInsertions(of: text)
    var read = 0
    for bytes in changed {
      guard let note = try? SignedNote(parsing: bytes) else { continue }
      read += 1
      guard note.bytes != bytes else { continue }
      Issue.record("seed \(seed): \(Mutations.shown([bytes])) is not written again")
    }
    #expect(read > 1000)
  }

  private static let line = "\u{2014} PeterNeumann x08go/ZJkuBS\n"

  @Test(arguments: [
    ("", NoteRefusal.unterminated), ("text\n", .noSignatures), ("text\n\n", .noSignatures),
    ("text\n\n\(line)\n", .noSignatures), ("text\n\(line)", .noSignatures),
    ("text\n\n\(line)more\n", .malformedSignature(line: 2)),
    ("text\n\n\(line.dropLast())", .unterminated),
    ("text\tmore\n\n\(line)", .controlCharacter),
    ("text\r\n\r\n\(line)", .controlCharacter),
    ("text\n\n- PeterNeumann x08go/ZJkuBS\n", .malformedSignature(line: 1)),
    ("text\n\n\u{2014} Peter Neumann x08go/ZJkuBS\n", .malformedSignature(line: 1)),
    ("text\n\n\u{2014}  x08go/ZJkuBS\n", .malformedSignature(line: 1)),
    ("text\n\n\u{2014} Peter+Neumann x08go/ZJkuBS\n", .malformedSignature(line: 1)),
    ("text\n\n\u{2014} PeterNeumann x08go/ZJkuB\n", .malformedSignature(line: 1)),
    ("text\n\n\u{2014} PeterNeumann x08goA==\n", .malformedSignature(line: 1)),
    ("text\n\n\u{2014} PeterNeumann x08go/ZJkuBS \n", .malformedSignature(line: 1)),
    ("text\n\n" + String(repeating: line, count: 101), .tooManySignatures(101)),
  ])
  func `what is no note is refused by name`(text: String, refusal: NoteRefusal) {
    #expect(throws: refusal) { try Self.note(text) }
  }

  @Test(arguments: [
    ("", NoteRefusal.noSignatures), ("\n", .malformedSignature(line: 1)),
    (String(line.dropLast()), .unterminated), ("\(line)\(line)\r\n", .controlCharacter),
    ("\(line)\n", .malformedSignature(line: 2)), ("3\n", .malformedSignature(line: 1)),
  ])
  func `what a witness may not respond with is refused by name`(
    text: String,
    refusal: NoteRefusal
  ) {
    #expect(throws: refusal) { try NoteSignature.lines(parsing: bytes(text)) }
    #expect(throws: NoteRefusal.notUTF8) { try NoteSignature.lines(parsing: [0xFF, 0x0A]) }
  }

  @Test func `a text may have empty lines, and a note up to a hundred signatures`() throws {
    let text = "one\n\n\ntwo\n\n"
    let note = try Self.note(text + "\n" + String(repeating: Self.line, count: 100))
    #expect(note.text == bytes(text))
    #expect(note.signatures.count == 100)
    #expect(throws: NoteRefusal.notUTF8) { try SignedNote(parsing: [0xFF, 0x0A]) }
  }

  @Test func `what cannot be read back is not signed`() throws {
    let key = try Keys.signer(Published.peterSecret)
    #expect(throws: NoteRefusal.unterminated) { try key.sign(bytes("text")) }
    #expect(throws: NoteRefusal.unterminated) { try key.sign([]) }
    #expect(throws: NoteRefusal.controlCharacter) { try key.sign(bytes("a\tb\n")) }
    #expect(throws: NoteRefusal.notUTF8) { try key.sign([0xC0, 0x0A]) }
    #expect(throws: NoteRefusal.noSignatures) {
      try SignedNote(text: bytes("text\n"), signatures: [])
    }
  }

  private struct Table: Decodable {
    struct Note: Decodable {
      let id: String
      let vkeys: [String]
      let note: String?
      let note_base64: String?
      let expect: String
      let verified: [[String]]?
      let unverified: [[String]]?
      let unverified_count: Int?
    }
    struct Sign: Decodable {
      let skey: String
      let text: String
      let signed_note: String
    }
    let notes: [Note]
    let sign: [Sign]
  }

  /// What became of a note, in the words of the table.
  private static func outcome(_ note: Table.Note) throws -> (String, VerifiedNote?) {
    let whole =
      try note.note.map(bytes)
      ?? [UInt8](#require(Data(base64Encoded: note.note_base64 ?? "")))
    let keys = note.vkeys.compactMap { try? Keys.verifier($0) }
    do {
      return ("ok", try SignedNote(parsing: whole).verified(by: keys))
    } catch {
      switch error {
      case .noKnownSignature: return ("no-verifiable-signatures", nil)
      case .invalidSignature: return ("invalid-signature", nil)
      case .ambiguousKeys: return ("ambiguous-key", nil)
      default: return ("malformed", nil)
      }
    }
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `all published notes are judged as there`() throws {
    let table = try Vectors.read("note/signed_notes.json", as: Table.self)
    #expect(table.notes.count == 23)
    for note in table.notes {
      let (outcome, verified) = try Self.outcome(note)
      // Signatures of types that are not read here are simply unknown.
      let isOther = note.expect.hasPrefix("ok-if-type-")
      #expect(outcome == (isOther ? "no-verifiable-signatures" : note.expect), "\(note.id)")
      guard let verified else { continue }
      #expect(verified.verified.map { $0.key.keyName.description } == note.verified?.map { $0[0] })
      if let unknown = note.unverified {
        #expect(verified.unknown.map(\.keyName.description) == unknown.map { $0[0] })
      }
      if let count = note.unverified_count { #expect(verified.unknown.count == count) }
    }
    #expect(table.sign.count == 5)
    for sign in table.sign {
      let line = try Keys.signer(sign.skey).sign(bytes(sign.text))
      let note = try SignedNote(text: bytes(sign.text), signatures: [line])
      #expect(note.bytes == bytes(sign.signed_note))
    }
  }
}
