/// The addresses that begin with the same bits.
package struct IPNetwork: Hashable, Sendable {
  /// Its first bytes; the others are 0.
  private let first: [UInt8]
  /// How many bits its addresses have in common.
  private let bits: Int
  /// How many bytes its addresses have; nil if it is used with one kind of them only.
  private let length: Int?
  /// How it was written.
  package let text: String

  init(_ first: [UInt8], _ bits: Int) {
    (self.first, self.bits, length, text) = (first, bits, nil, "")
  }

  /// Parses `192.0.2.1`, `10.0.0.0/8` or `fd00::/8`; nil for another text, and for a network whose
  /// address has more bits than it says.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPAddress(String(parts[0])) else { return nil }
    let all = address.bytes.count * 8
    guard let bits = parts.count == 2 ? Int(parts[1]) : all, 0...all ~= bits,
      parts.count == 1 || String(bits) == parts[1]
    else { return nil }
    (first, self.bits, length, self.text) = (address.bytes, bits, address.bytes.count, text)
    let rest = (bits..<all).contains { first[$0 / 8] & (0x80 >> UInt8($0 % 8)) != 0 }
    if rest { return nil }
  }

  /// Whether an address is in it; one of version 4 that is written as one of version 6 is one of
  /// version 4.
  package func contains(_ address: IPAddress) -> Bool {
    let bytes = address.unmapped.bytes
    return bytes.count == length && contains(bytes)
  }

  func contains(_ bytes: [UInt8]) -> Bool {
    (0..<bits).allSatisfy { bit in
      let expected = bit / 8 < first.count ? first[bit / 8] : 0
      return (expected ^ bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
    }
  }
}
