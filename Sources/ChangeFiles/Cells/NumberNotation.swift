/// The notation of a number that a program stored as floating point.
///
/// A double keeps fifteen digits for certain. A longer number may have lost digits, and it cannot
/// be known which; a shorter one can be written out.
enum NumberNotation: Equatable {
  /// Scientific notation whose digits are lost, or may be: `4.25E+14`, `4.40981E17`.
  case shortened(hasPlus: Bool)
  /// Scientific notation of Java, with all digits: `1.0000000000001E13`.
  case exponent(written: String)
  /// A whole number with a fraction of zeros: `13800000000.0`.
  case fraction(written: String)
  /// The same with more than fifteen digits: `330106199001011200.0`.
  case longFraction

  /// The number of digits that a double keeps for certain.
  private static let certain = 15

  /// Nil for any other text.
  ///
  /// `1E5` and `4E14` are codes: no known program writes numbers in this way.
  init?(_ text: String) {
    guard let first = text.utf8.first, first.isDigit || first == 0x2B || first == 0x2D else {
      return nil
    }
    let scientific = /[+\-]?([0-9])(?:[.,]([0-9]+))?[eE]([+\-]?)([0-9]{1,3})/
    if let match = text.wholeMatch(of: scientific) {
      let fraction = match.2 ?? ""
      if match.2 == nil, match.3 != "+" { return nil }
      self =
        match.3.isEmpty && first.isDigit
        ? Self.writtenOut(match.1, fraction, exponent: Int(match.4) ?? 0)
        : .shortened(hasPlus: match.3 == "+")
    } else if let match = text.wholeMatch(of: /([1-9][0-9]*)\.0+/) {
      self =
        match.1.utf8.count > Self.certain ? .longFraction : .fraction(written: String(match.1))
    } else {
      return nil
    }
  }

  private static func writtenOut(
    _ first: Substring,
    _ fraction: Substring,
    exponent: Int
  ) -> NumberNotation {
    let digits = fraction == "0" ? "" : fraction
    guard exponent < certain, digits.utf8.count <= exponent, first != "0" else {
      return .shortened(hasPlus: false)
    }
    let zeros = String(repeating: "0", count: exponent - digits.utf8.count)
    return .exponent(written: first + digits + zeros)
  }
}
