import Crypto

/// A token of the service as its holder keeps it: `rbk_`, 43 digits of base 62 that are 32 random
/// bytes, and six that are the checksum of what is before them.
///
/// The fixed form lets scanners of sources and mails find a token that was left there. The checksum
/// lets the service refuse a mistyped one without asking the ledger. Tokens are compared by ``hash``
/// only, since the ledger has no more of them.
package struct BearerToken: Sendable {
  private static let prefix = "rbk_"
  private static let digits = [UInt8](
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8
  )
  /// 62^43 is more than 2^256, and 62^6 more than 2^32.
  private static let (secretDigits, checkDigits) = (43, 6)

  /// The whole token, in ASCII.
  package let text: String

  /// Makes a token of random bytes.
  ///
  /// - Parameter random: 32 bytes.
  package init(random: [UInt8]) {
    precondition(random.count == 32, "a token has 32 random bytes, not \(random.count)")
    let begin = Self.prefix + Self.number(random, digits: Self.secretDigits)
    text = begin + Self.checksum(begin.utf8)
  }

  /// Takes a token as it was sent; nil if it has another form, or its checksum is wrong.
  package init?(_ text: String) {
    let bytes = [UInt8](text.utf8)
    guard bytes.count == Self.prefix.utf8.count + Self.secretDigits + Self.checkDigits,
      bytes.starts(with: Self.prefix.utf8),
      Self.checksum(bytes.dropLast(Self.checkDigits)).utf8.elementsEqual(
        bytes.suffix(Self.checkDigits)
      )
    else { return nil }
    self.text = text
  }

  /// Takes the token of an `Authorization` header, `Bearer TOKEN`; nil if it is none.
  package init?(authorization header: String) {
    let words = header.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
    self.init(String(words[1]))
  }

  /// SHA-256 of the token's bytes, by which the ledger knows it.
  package var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  /// CRC-32 of bytes, in base 62.
  private static func checksum(_ bytes: some Sequence<UInt8>) -> String {
    var rest = UInt32.max
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    let sum = ~rest
    let parts = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: sum >> $0) }
    return number(parts, digits: checkDigits)
  }

  /// A big-endian number in base 62, with leading zeros.
  private static func number(_ bytes: [UInt8], digits count: Int) -> String {
    var (rest, text) = (bytes, [UInt8](repeating: 0, count: count))
    for place in text.indices.reversed() {
      var remainder = 0
      for index in rest.indices {
        (rest[index], remainder) = quotient(remainder << 8 | Int(rest[index]))
      }
      text[place] = digits[remainder]
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func quotient(_ number: Int) -> (UInt8, Int) {
    (UInt8(number / digits.count), number % digits.count)
  }
}
