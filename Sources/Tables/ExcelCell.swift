import Roster

/// One cell for Excel and WPS.
package enum ExcelCell {
  /// The text in the file for a value.
  package static func text(_ datum: Datum, _ times: Times) -> String {
    switch datum {
    case .text(let text): kept(text.text)
    case .time(let instant): times.human(instant)
    case .integer(let number) where number.magnitude >= 100_000_000_000: kept(String(number))
    default: datum.plain
    }
  }

  /// The text, as a formula if the spreadsheet would change it.
  package static func kept(_ text: String) -> String { isAtRisk(text) ? formula(text) : text }

  /// A formula that returns a text; one string literal may have 255 characters only.
  private static func formula(_ text: String) -> String {
    var pieces: [String] = []
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      let piece = rest.prefix(120)
      rest = rest.dropFirst(120)
      let doubled = piece.reduce(into: "") { result, scalar in
        result.unicodeScalars.append(scalar)
        if scalar == "\"" { result.unicodeScalars.append(scalar) }
      }
      pieces.append("\"\(doubled)\"")
    }
    return "=" + pieces.joined(separator: "&")
  }

  private static func isAtRisk(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }) else {
      return !text.isEmpty
    }
    // Surrounding blanks and invisible characters would be removed when it is read back.
    if text.unicodeScalars.contains(where: isHidden) || text.unicodeScalars.first != first
      || text.unicodeScalars.last?.properties.isWhitespace == true
    {
      return true
    }
    if starters.contains(first) || isDigit(first) || ("０"..."９").contains(first) { return true }
    // `push` would refuse a text that looks damaged by a spreadsheet, or read the mark for
    // clearing.
    if text.unicodeScalars.contains(where: { suspects.contains($0) }) { return true }
    let lower = text.lowercased()
    if ["true", "false"].contains(lower) { return true }
    return months.contains { lower.hasPrefix($0) } && text.unicodeScalars.contains { isDigit($0) }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if ["\n", "\r", "\t"].contains(scalar) { return false }
    let properties = scalar.properties
    return [.format, .control].contains(properties.generalCategory)
      || properties.isDefaultIgnorableCodePoint || scalar == "\u{2800}"
  }

  private static let suspects: Set<Unicode.Scalar> = ["#", "＃", "?", "\u{FFFD}"]

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// The first characters of a formula (also full-width), a number, an error, or a text that is
  /// marked as one.
  private static let starters: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'", "#", ".", "$", "¥", "￥", "€",
    "£", "(", "%", "\u{FEFF}",
  ]

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}
