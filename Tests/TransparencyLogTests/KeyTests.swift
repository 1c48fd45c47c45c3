import Testing

@testable import TransparencyLog

/// Keys and their texts.
@Suite struct KeyTests {
  @Test func `a published pair belongs together, and comes back byte by byte`() throws {
    let secret = try Keys.signer(Published.peterSecret)
    #expect(secret.encodedSecret == bytes(Published.peterSecret))
    #expect(secret.verifierKey().encoded == bytes(Published.peter))
    #expect(secret.verifierKey(.cosignature).encoded == bytes(Published.peterWitness))
    #expect(secret.verifierKey().description == Published.peter)
    #expect(try Keys.verifier(Published.peterWitness) == secret.verifierKey(.cosignature))
  }

  @Test func `a secret key never shows itself`() throws {
    let secret = try Keys.signer(Published.peterSecret)
    var dumped = ""
    dump(secret, to: &dumped)
    for shown in ["\(secret)", String(reflecting: secret), dumped] {
      #expect(shown.contains("PeterNeumann"))
      #expect(!shown.contains("AYEK") && !shown.contains("810a") && !shown.contains("129, 10"))
    }
  }

  @Test(arguments: [Published.peter, Published.peterWitness, Published.sigsumWitness])
  func `every change and every part of a public key's text is refused`(text: String) throws {
    let accepted =
      (Mutations.everyReplacement(of: bytes(text))
      + Mutations.cutsAndInsertions(of: bytes(text)))
      .filter { (try? VerifierKey(parsing: $0)) != nil }
    #expect(accepted.isEmpty, "\(Mutations.shown(accepted))")
  }

  @Test func `every change and every part of a secret key's text is refused`() throws {
    let text = bytes(Published.peterSecret)
    let seed: UInt64 = 25519
    let changed =
      Mutations.someReplacements(of: text, seed: seed)
      + Mutations.cutsAndInsertions(of: text)
    let accepted = changed.filter { (try? SigningKey(parsing: $0)) != nil }
    #expect(accepted.isEmpty, "seed \(seed)")
  }

  @Test(arguments: [
    ("rekor+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABA==", KeyRefusal.unsupportedType(2)),
    ("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", .notBase64),
    ("name+12344556", .malformed),
    ("name+12345678+THIS_IS_NOT_BASE64!", .notBase64),
    ("name+NOT_A_NUMBER+AjBZ", .malformedKeyID),
    ("name+C74F20A3+AjBZ", .malformedKeyID),
    ("name+c74f20a3+", .notBase64),
    ("name+c74f20a3+AQ==", .wrongLength(0)),
    ("+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .invalidName),
    ("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", .keyIDMismatch),
  ])
  func `a text that is no key is refused by name`(text: String, refusal: KeyRefusal) {
    #expect(throws: refusal) { try VerifierKey(parsing: text.utf8) }
  }

  @Test(arguments: ["", "a b", "a\u{A0}b", "a\u{2003}", "a\u{3000}", "a+b", "a\tb", "a\u{1}"])
  func `a name without a mark of its own is refused`(name: String) {
    #expect(throws: KeyRefusal.invalidName) { try KeyName(name) }
  }

  @Test func `names are equal when their bytes are`() throws {
    #expect(try KeyName("caf\u{E9}") != KeyName("cafe\u{301}"))
    #expect(throws: KeyRefusal.invalidName) { try KeyName([0xFF, 0x41]) }
    #expect(try KeyName("花名册.example/日志").description == "花名册.example/日志")
  }

  @Test func `a seed has 32 bytes`() throws {
    let name = try KeyName("example.com/log")
    #expect(throws: KeyRefusal.wrongLength(31)) {
      try SigningKey(keyName: name, seed: [UInt8](repeating: 1, count: 31))
    }
    #expect(throws: KeyRefusal.wrongLength(33)) {
      try VerifierKey(
        keyName: name,
        type: .ed25519,
        publicKey: [UInt8](repeating: 1, count: 33)
      )
    }
    #expect(throws: KeyRefusal.malformed) { try SigningKey(parsing: Published.peter.utf8) }
  }

  private struct Table: Decodable {
    struct Valid: Decodable {
      let vkey: String
      let name: String
      let key_id: String
      let alg: UInt8
      let public_key_hex: String
    }
    struct Invalid: Decodable {
      let vkey: String
      let why: String
    }
    struct Pair: Decodable {
      let skey: String
      let vkey: String
      let cosignature_v1_vkey_type4_derived: String
      let seed_hex: String
    }
    let valid_vkeys: [Valid]
    let invalid_vkeys: [Invalid]
    let skey_pairs: [Pair]
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `all published keys are judged as there`() throws {
    let table = try Vectors.read("note/keys.json", as: Table.self)
    #expect(table.valid_vkeys.count == 15)
    for valid in table.valid_vkeys {
      let key = try Keys.verifier(valid.vkey)
      #expect(key.keyName.bytes == bytes(valid.name))
      #expect(key.type.rawValue == valid.alg)
      #expect(Hexadecimal.encode(key.publicKey) == bytes(valid.public_key_hex))
      #expect(UInt32(valid.key_id, radix: 16) == key.keyID)
      #expect(key.encoded == bytes(valid.vkey))
    }
    #expect(table.invalid_vkeys.count == 8)
    for invalid in table.invalid_vkeys {
      #expect(throws: KeyRefusal.self, "\(invalid.why)") { try Keys.verifier(invalid.vkey) }
    }
    #expect(table.skey_pairs.count == 10)
    for pair in table.skey_pairs {
      let key = try Keys.signer(pair.skey)
      let seed = try #require(Hexadecimal.decode(pair.seed_hex.utf8))
      #expect(try SigningKey(keyName: key.keyName, seed: seed).encodedSecret == bytes(pair.skey))
      #expect(key.verifierKey().encoded == bytes(pair.vkey))
      let witness = bytes(pair.cosignature_v1_vkey_type4_derived)
      #expect(key.verifierKey(.cosignature).encoded == witness)
    }
  }
}
