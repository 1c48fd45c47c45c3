/// What spreadsheets, converters, chats and web pages make of a cell, and what must come of it.
package enum SpoiledCells {
  /// What comes of a cell.
  package enum Outcome: Equatable, Sendable {
    /// The value that is used.
    case value(String)
    /// The name of the problem for which it is refused.
    case refused(String)
  }

  /// One way in which a cell is spoiled.
  package struct Case: Sendable {
    /// What happened to it.
    package let what: String
    /// The text in the file.
    package let written: String
    /// The result in a field of codes, numbers or mail addresses.
    package let asCode: Outcome
    /// What must come of it in a name, or in free text.
    package let asWords: Outcome
  }

  /// Every way that is known.
  package static let all: [Case] =
    around + hidden + numbers + wide + broken

  private static let around: [Case] = [
    alike("a tab after it", "E10001\t", "E10001"), alike("a tab before it", "\tE10001", "E10001"),
    alike("spaces around it", " 00123 ", "00123"),
    alike("a no-break space after it", "E10001\u{A0}", "E10001"),
    alike("a wide space before it", "\u{3000}张伟", "张伟"),
    alike("wide and narrow blanks around it", "\u{3000} \u{2003}E1\u{202F} \u{3000}", "E1"),
    alike("a line break after it", "E10001\r\n", "E10001"),
    alike("a filler that looks blank", "\u{2800}E10001\u{3164}", "E10001"),
  ]

  private static let hidden: [Case] = [
    alike("a byte order mark before it", "\u{FEFF}E10001", "E10001"),
    alike("a byte order mark, and a blank inside of it", "\u{FEFF} E10001", "E10001"),
    alike(
      "marks of direction, as contacts copy them",
      "\u{202D}13800138000\u{202C}",
      "13800138000"
    ),
    alike("a left-to-right mark after it", "E10001\u{200E}", "E10001"),
    alike("an override of direction inside", "E1\u{202E}0001", "E10001"),
    alike("a zero-width space inside", "张\u{200B}伟", "张伟"),
    alike("a soft hyphen inside", "E10\u{AD}001", "E10001"),
    alike("a word joiner inside", "E10\u{2060}001", "E10001"),
    alike("a joiner between digits", "138\u{200D}00138000", "13800138000"),
    alike("a joiner between characters of Chinese", "张\u{200C}伟", "张伟"),
    alike("the joiner of an emoji", "👩\u{200D}💻", "👩\u{200D}💻"),
    alike("the joiner of a Persian word", "می\u{200C}خواهم", "می\u{200C}خواهم"),
    alike("the tags of a flag", "🏴\u{E0067}\u{E0062}\u{E007F}", "🏴\u{E0067}\u{E0062}\u{E007F}"),
    alike("a selector of a character's form", "葛\u{E0100}", "葛\u{E0100}"),
    alike("marks of direction around Arabic", "\u{200F}سلام\u{200F}", "سلام"),
    refused("a mark of direction inside Arabic", "سل\u{202E}ام", "cellDirectionMark"),
    refused("a bell inside", "E1\u{7}0001", "cellControlCharacter"),
    refused("a mask of the service", "110***********0756", "cellMasked"),
    refused("nothing but a mark", "\u{200B}", "spreadsheetOnlySpaces"),
  ]

  private static let numbers: [Case] = [
    refused("a number as Excel shortens it", "4.40981E+17", "spreadsheetScientificNumber"),
    refused("a short number as Excel shortens it", "1.38E+10", "spreadsheetScientificNumber"),
    refused("a number as Java shortens it", "4.40981E17", "spreadsheetScientificNumber"),
    refused("a fraction as Java writes it", "1.23456789E7", "spreadsheetScientificNumber"),
    refused("a tiny number as Java writes it", "1.5E-5", "spreadsheetScientificNumber"),
    refused("a shortened number in wide digits", "４.４０９８１Ｅ＋１７", "spreadsheetScientificNumber"),
    alike("a whole number as Java writes it", "1.0000000000001E13", "10000000000001"),
    alike("a phone as Java writes it", "1.38E10", "13800000000"),
    alike("a phone with a point", "13800000000.0", "13800000000"),
    alike("fifteen digits with a point", "330106900101123.00", "330106900101123"),
    refused("eighteen digits with a point", "330106199001011200.0", "spreadsheetLostDigits"),
    refused("sixteen digits with a point", "6222020200112230.0", "spreadsheetLostDigits"),
    refused("digits that became zeros", "330106199001010000", "spreadsheetLostDigits"),
    refused("wide digits that became zeros", "３３０１０６１９９００１０１００００", "spreadsheetLostDigits"),
    Case(
      what: "a short number with a point",
      written: "10086.0",
      asCode: .value("10086"),
      asWords: .value("10086.0")
    ),
    alike("a code that looks scientific", "1E5", "1E5"), alike("an amount", "0.50", "0.50"),
    alike("a certificate that ends in zero", "330106199001011230", "330106199001011230"),
  ]

  private static let wide: [Case] = [
    narrowed("wide digits", "１３８００１３８０００", "13800138000"),
    narrowed("wide letters", "Ｅ１０００１", "E10001"),
    narrowed("a mail address with a wide at sign", "zhang＠example．com", "zhang@example.com"),
    narrowed("a phone with a wide plus", "＋86－13800138000", "+86-13800138000"),
    narrowed("a wide space inside", "138\u{3000}0013", "138 0013"),
    alike("Chinese, and its own punctuation", "北京市（海淀区）", nil),
  ]

  private static let broken: [Case] = [
    refused("the error of a formula", "#N/A", "spreadsheetError"),
    refused("a column too narrow", "########", "spreadsheetColumnTooNarrow"),
    refused("a formula", "=A1", "spreadsheetFormula"),
    refused("an apostrophe", "'00123", "spreadsheetApostrophe"),
    refused("characters that were lost", "????", "spreadsheetLostCharacters"),
    refused("nothing but blanks", " \u{3000}\t", "spreadsheetOnlySpaces"),
    refused("the mark that clears, with a tab", "#清空#\t", "clearMarkMisspelt"),
  ]

  private static func alike(_ what: String, _ written: String, _ value: String?) -> Case {
    guard let value else {
      return Case(
        what: what,
        written: written,
        asCode: .value(written.replacing("（", with: "(").replacing("）", with: ")")),
        asWords: .value(written)
      )
    }
    return Case(what: what, written: written, asCode: .value(value), asWords: .value(value))
  }

  private static func narrowed(_ what: String, _ written: String, _ value: String) -> Case {
    Case(what: what, written: written, asCode: .value(value), asWords: .value(written))
  }

  private static func refused(_ what: String, _ written: String, _ name: String) -> Case {
    Case(what: what, written: written, asCode: .refused(name), asWords: .refused(name))
  }
}
