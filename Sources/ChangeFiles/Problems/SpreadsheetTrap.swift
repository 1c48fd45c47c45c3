import Roster

/// What spreadsheet programs do to a value on its way through them.
enum SpreadsheetTrap: Hashable {
  /// A long number in scientific notation: `4.25E+14`, or without the plus `4.40981E17`.
  case scientific(String, hasPlus: Bool)
  /// A number of more than fifteen digits, all of them zero from the sixteenth on.
  case lostDigits(String)
  /// A number of more than fifteen digits with a fraction of zeros: `330106199001011200.0`.
  case longFraction(String)
  /// The result of a failed formula: `#N/A`.
  case errorValue(String)
  /// Number signs, shown in a column that is too narrow.
  case tooNarrow
  /// A formula instead of its result.
  case formula(String)
  /// The apostrophe that marks a number as text, as part of the value.
  case apostrophe(String)
  /// Question marks or replacement characters where characters were.
  case lostCharacters(String)
  /// Nothing but spaces.
  case onlySpaces
  /// Almost the mark that clears.
  case almostClear(String)

  /// What makes a cell clear: `#清空#`.
  static let clearMark: Verbatim = "#清空#"

  /// The damage of a cell, or nil if it looks sound.
  init?(in text: Verbatim) {
    let string = text.text
    let bytes = Array(string.utf8)
    guard let first = bytes.first else { return nil }
    if let trap = Self.number(text) ?? Self.hashes(text, first) {
      self = trap
    } else if Self.isFormula(bytes) {
      self = .formula(string)
    } else if first == UInt8(ascii: "'"), bytes.count > 1, bytes[1].isDigit {
      self = .apostrophe(string)
    } else if string.unicodeScalars.contains("\u{FFFD}") || Self.isQuestionMarks(bytes) {
      self = .lostCharacters(string)
    } else if string.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
      self = .onlySpaces
    } else {
      return nil
    }
  }

  /// The damage of a number; nil if the text is no number, or has all its digits.
  static func number(_ text: Verbatim) -> SpreadsheetTrap? {
    switch NumberNotation(text.text) {
    case .shortened(let hasPlus)?: return .scientific(text.text, hasPlus: hasPlus)
    case .longFraction?: return .longFraction(text.text)
    default: break
    }
    let bytes = text.bytes
    let isLong = bytes.count > 16 && bytes.allSatisfy(\.isDigit)
    let isCut = isLong && bytes[15...].allSatisfy { $0 == UInt8(ascii: "0") }
    return isCut ? .lostDigits(text.text) : nil
  }

  private static let errorValues: Set<String> = [
    "#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#UNKNOWN!",
  ]

  private static func hashes(_ text: Verbatim, _ first: UInt8) -> SpreadsheetTrap? {
    let isHash = first == UInt8(ascii: "#")
    if isHash, errorValues.contains(text.text.uppercased()) { return .errorValue(text.text) }
    if isHash, text.bytes.count > 2, text.bytes.allSatisfy({ $0 == first }) { return .tooNarrow }
    guard text != clearMark, text.text.unicodeScalars.count <= 12 else { return nil }
    let plain = String(text.text.unicodeScalars.filter { !"# ＃".unicodeScalars.contains($0) })
    guard text.text.unicodeScalars.contains(where: { "#＃".unicodeScalars.contains($0) }),
      plain == "清空" || plain.lowercased() == "clear"
    else { return nil }
    return .almostClear(text.text)
  }

  /// `=…` always; `+`, `-` and `@` only before something that is called, for `+86-…` is a phone.
  private static func isFormula(_ bytes: [UInt8]) -> Bool {
    if bytes[0] == UInt8(ascii: "=") { return bytes.count > 1 }
    guard "+-@".utf8.contains(bytes[0]) else { return false }
    let name = bytes.dropFirst().prefix(while: \.isLetter)
    return !name.isEmpty && bytes.dropFirst(1 + name.count).first == UInt8(ascii: "(")
  }

  private static func isQuestionMarks(_ bytes: [UInt8]) -> Bool {
    bytes.count > 1 && bytes.allSatisfy { $0 == UInt8(ascii: "?") }
  }
}

extension SpreadsheetTrap {
  /// The stable name.
  var name: String {
    switch self {
    case .scientific: "spreadsheetScientificNumber"
    case .lostDigits, .longFraction: "spreadsheetLostDigits"
    case .errorValue: "spreadsheetError"
    case .tooNarrow: "spreadsheetColumnTooNarrow"
    case .formula: "spreadsheetFormula"
    case .apostrophe: "spreadsheetApostrophe"
    case .lostCharacters: "spreadsheetLostCharacters"
    case .onlySpaces: "spreadsheetOnlySpaces"
    case .almostClear: "clearMarkMisspelt"
    }
  }

  /// What is wrong, the likely cause, and what to do.
  var sentence: String {
    switch self {
    case .scientific(let text, hasPlus: false):
      "\(text.quoted) is a long number as Java and some databases write it, which keep fifteen digits "
        + "for certain; the others may be lost. Export it as text, and save again."
    case .scientific(let text, hasPlus: true):
      "\(text.quoted) is a long number as Excel and WPS shorten it; its last digits are lost. Format "
        + "the column as text, enter the number again, and save again."
    case .lostDigits(let text):
      "\(text.quoted) has only zeros after its fifteenth digit, where Excel and WPS lose digits. "
        + "Format the column as text, enter the number again, and save again. If it really ends in "
        + "zeros, push it as a JSON body."
    case .longFraction(let text):
      "\(text.quoted) went through a program as a floating-point number, which keeps fifteen digits "
        + "for certain; the others may be lost. Export it as text, and save again."
    case .errorValue(let text):
      "\(text.quoted) is the error of a formula, not a value. Mend the formula, or leave the cell "
        + "empty to keep what is there."
    case .tooNarrow:
      "The cell has only number signs, as Excel shows a column that is too narrow. Widen the "
        + "column and save again."
    case .formula(let text):
      "\(text.quoted) is a formula. Paste its result as a value, and save again."
    case .apostrophe(let text):
      "\(text.quoted) begins with the apostrophe by which Excel marks text. Remove the apostrophe."
    case .lostCharacters(let text):
      "\(text.quoted) has lost its characters, as happens when a file is saved in an encoding that "
        + "does not have them. Enter the text again and save as \"CSV UTF-8\"."
    case .onlySpaces:
      "The cell has only spaces or invisible marks. Leave it empty to keep what is there, or write "
        + "\(Self.clearMark) to clear it."
    case .almostClear(let text):
      "\(text.quoted) is almost the mark that clears a cell. Write \(Self.clearMark)."
    }
  }
}
