/// Decimal numbers without sign and without leading zeros.
package enum CanonicalInteger {
  /// Encodes a number.
  ///
  /// - Parameter number: The number.
  /// - Returns: Its digits, as ASCII.
  package static func encode(_ number: UInt64) -> [UInt8] { [UInt8](String(number).utf8) }

  /// Decodes a number.
  ///
  /// Swift's own initialisers accept "+8" and "08" for 8, so this checks every character.
  ///
  /// - Parameter text: The digits, as ASCII.
  /// - Returns: The number; nil if the text is not the canonical form of a number below 2^64.
  package static func decode(_ text: some Collection<UInt8>) -> UInt64? {
    guard let first = text.first, first != 0x30 || text.count == 1 else { return nil }
    var number: UInt64 = 0
    for character in text {
      guard 0x30...0x39 ~= character else { return nil }
      let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(UInt64(character - 0x30))
      guard !overflow, !carry else { return nil }
      number = sum
    }
    return number
  }
}
