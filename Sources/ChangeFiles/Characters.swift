extension UInt8 {
  /// Whether this is one of the digits 0 to 9.
  var isDigit: Bool { 0x30...0x39 ~= self }

  /// Whether this is a letter of the English alphabet.
  var isLetter: Bool { 0x41...0x5A ~= self || 0x61...0x7A ~= self }
}

extension String {
  /// The text in quotation marks for a message, with visible line breaks, and cut if it is long.
  var quoted: String {
    let shown = unicodeScalars.prefix(40).map { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
      }
    }
    return "\"\(shown.joined())\(unicodeScalars.count > 40 ? "…" : "")\""
  }

  /// The text without the spaces, ASCII or wide, at both ends.
  var trimmed: String {
    let blank: (UnicodeScalar) -> Bool = \.properties.isWhitespace
    let start = unicodeScalars.firstIndex { !blank($0) } ?? unicodeScalars.endIndex
    let end = unicodeScalars.lastIndex { !blank($0) }.map { unicodeScalars.index(after: $0) }
    return String(unicodeScalars[start..<(end ?? start)])
  }

  /// Whether there are only the digits 0 to 9, and at least one.
  var isDigits: Bool { !utf8.isEmpty && utf8.allSatisfy(\.isDigit) }
}
