import Access
import RollbookTestSupport
import Testing

/// The form of tokens, and that a mistyped one is refused before the ledger is asked.
@Suite struct BearerTokenTests {
  @Test func `a token has the form that scanners look for`() throws {
    let zeros = BearerToken(random: [UInt8](repeating: 0, count: 32))
    let ones = BearerToken(random: [UInt8](repeating: 255, count: 32))
    // The checksums and the number are computed with Python: zlib.crc32, and divmod by 62.
    #expect(zeros.text == "rbk_00000000000000000000000000000000000000000003ofZcw")
    #expect(ones.text == "rbk_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp12Gmilm")
    for token in [zeros, ones] {
      #expect(token.text.wholeMatch(of: /rbk_[0-9A-Za-z]{49}/) != nil)
    }
  }

  @Test func `a token is read as it was made, and its hash is that of its text`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    for _ in 0..<100 {
      let made = BearerToken(
        random: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
      )
      let read = try #require(BearerToken(made.text), "seed \(seed)")
      #expect(read.hash == made.hash && read.hash.count == 32, "seed \(seed)")
      let sent = BearerToken(authorization: "Bearer \(made.text)")
      #expect(sent?.hash == made.hash, "seed \(seed)")
      // Any other character in any place, and any other length.
      var bytes = Array(made.text.utf8)
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let kept = bytes[place]
      bytes[place] = UInt8.random(in: 0...127, using: &random)
      if bytes[place] != kept {
        let other = String(decoding: bytes, as: UTF8.self)
        #expect(BearerToken(other) == nil, "seed \(seed), \(place) of \(other)")
      }
      #expect(BearerToken(String(made.text.dropLast())) == nil, "seed \(seed)")
      #expect(BearerToken(made.text + "0") == nil, "seed \(seed)")
      #expect(BearerToken(made.text + "\u{301}") == nil, "seed \(seed)")
    }
  }

  @Test func `of a header, only one bearer token is taken`() {
    let text = BearerToken(random: [UInt8](1...32)).text
    for header in ["bearer \(text)", "BEARER  \(text)"] {
      #expect(BearerToken(authorization: header) != nil, "\(header)")
    }
    for header in [
      text, "Basic \(text)", "Bearer", "Bearer \(text) \(text)", "Bearer\t\(text)", "",
    ] {
      #expect(BearerToken(authorization: header) == nil, "\(header)")
    }
  }
}
