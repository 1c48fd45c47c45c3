public import Roster

/// A day of the calendar, as Maycur writes it: `yyyy-MM-dd`, without a time and without a zone.
public struct CivilDate: Hashable, Sendable, CustomStringConvertible {
  /// The day, as it was written.
  public let text: Verbatim

  /// Reads a day; nil where the text is not four, two and two digits that name one.
  public init?(_ text: Verbatim) {
    let bytes = text.bytes
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = CivilDate.number(bytes[0..<4]), let month = CivilDate.number(bytes[5..<7]),
      let day = CivilDate.number(bytes[8..<10]), year > 0, 1...12 ~= month,
      1...CivilDate.days(in: month, of: year) ~= day
    else { return nil }
    self.text = text
  }

  /// The day, as it was written.
  public var description: String { text.text }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for digit in digits {
      guard 0x30...0x39 ~= digit else { return nil }
      number = number * 10 + Int(digit - 0x30)
    }
    return number
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
