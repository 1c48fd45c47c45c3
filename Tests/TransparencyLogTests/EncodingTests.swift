import RollbookTestSupport
import Testing

@testable import TransparencyLog

/// One spelling for each value.
@Suite struct EncodingTests {
  @Test(arguments: [
    ("0", 0), ("8", 8), ("10", 10), ("18446744073709551615", UInt64.max),
  ])
  func `a plain decimal number is read and written`(text: String, number: UInt64) {
    #expect(CanonicalInteger.decode(text.utf8) == number)
    #expect(CanonicalInteger.encode(number) == bytes(text))
  }

  @Test(arguments: [
    "", "08", "00", "+8", "-8", "-0", " 8", "8 ", "0x8", "8_0", "18446744073709551616",
    "99999999999999999999", "٨", "1e3",
  ])
  func `another spelling of a number is refused`(text: String) {
    #expect(CanonicalInteger.decode(text.utf8) == nil)
  }

  @Test func `base64 of every length comes back`() {
    var random = Seeded(1)
    for count in 0...100 {
      let value = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(CanonicalBase64.decode(CanonicalBase64.encode(value)) == value)
    }
  }

  @Test(arguments: [
    "AAB=", "AA=", "AAA", "AAAA=", "AAA=\n", " AAA=", "AA-_", "A===", "AA==AA==", "=", "!!!!",
    "AP9=", "AB==",
  ])
  func `base64 that is not what encoding gives is refused`(text: String) {
    #expect(CanonicalBase64.decode(text.utf8) == nil)
  }

  @Test func `hexadecimal has lower-case digits only`() {
    #expect(Hexadecimal.encode([0, 0xAB, 0xFF]) == bytes("00abff"))
    #expect(Hexadecimal.decode("00abff".utf8) == [0, 0xAB, 0xFF])
    for text in ["0", "0A", "g0", "0x", " 0"] { #expect(Hexadecimal.decode(text.utf8) == nil) }
  }

  @Test func `lines are cut at line feeds alone`() {
    #expect(TextBytes.lines([]) == [])
    #expect(
      TextBytes.lines(bytes("a\r\n\nb\n")[...])?.map { [UInt8]($0) }
        == [bytes("a\r"), [], bytes("b")]
    )
    #expect(TextBytes.lines(bytes("a\nb")[...]) == nil)
  }
}
