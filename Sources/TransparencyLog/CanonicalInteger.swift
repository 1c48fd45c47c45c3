/// Decimal numbers without sign and without leading zeros.
package enum CanonicalInteger {
  /// Spells a number.
  ///
  /// - Parameter number: The number.
  /// - Returns: Its digits, as ASCII.
  package static func encode(_ number: UInt64) -> [UInt8] { [UInt8](String(number).utf8) }

  /// Reads a number from its digits.
  ///
  /// Swift's own initialisers take "+8" and "08" for 8, so every character is looked at here.
  ///
  /// - Parameter text: The digits, as ASCII.
  /// - Returns: The number, or nothing if the text is not how a number below 2^64 is spelled.
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
