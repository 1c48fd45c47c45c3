/// Makes a text safe to print on one line of a terminal.
///
/// A system's texts may contain line ends, escape sequences or marks that change the writing
/// direction. Tables show them as escapes, and so does every format on a terminal; in files, JSON
/// and CSV keep them.
package enum Printable {
  /// The text with every control character and direction mark written as an escape.
  package static func oneLine(_ text: String) -> String {
    if !text.unicodeScalars.contains(where: mustBeEscaped) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if mustBeEscaped(scalar) {
        result += escape(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text for a terminal: line ends are kept, including those of CSV; every other control
  /// character and direction mark is written as an escape.
  package static func onTerminal(_ text: String) -> String {
    let pieces = Array(text.unicodeScalars).split(separator: "\n", omittingEmptySubsequences: false)
    let shown = pieces.enumerated().map { index, piece in
      let endsLine = index < pieces.count - 1 && piece.last == "\r"
      var line = String.UnicodeScalarView()
      line.append(contentsOf: endsLine ? piece.dropLast() : piece)
      return lines(String(line)) + (endsLine ? "\r" : "")
    }
    return shown.joined(separator: "\n")
  }

  /// The text with its line ends; every other control character and direction mark is written as an
  /// escape.
  package static func lines(_ text: String) -> String {
    let kept: Set<Unicode.Scalar> = ["\n", "\t"]
    if !text.unicodeScalars.contains(where: { mustBeEscaped($0) && !kept.contains($0) }) {
      return text
    }
    var result = ""
    for scalar in text.unicodeScalars {
      if mustBeEscaped(scalar), !kept.contains(scalar) {
        result += escape(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }
}
