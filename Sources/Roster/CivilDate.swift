/// A day of the civil calendar, with no time and no zone, as both systems write it: `yyyy-MM-dd`.
package struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The year, 1 to 9999.
  package let year: Int
  /// The month, from 1.
  package let month: Int
  /// The day of the month, from 1.
  package let day: Int

  /// Nil if the calendar has no such day.
  ///
  /// - Parameters:
  ///   - year: The year, 1 to 9999.
  ///   - month: The month, from 1.
  ///   - day: The day of the month, from 1.
  package init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month else { return nil }
    guard 1...CivilDate.length(of: month, in: year) ~= day else { return nil }
    self.init(checkedYear: year, month: month, day: day)
  }

  /// Parses `yyyy-MM-dd`; nil if the text has another form or names no day of the calendar.
  ///
  /// - Parameter text: Ten bytes, nothing more.
  package init?(_ text: Verbatim) {
    let bytes = text.bytes
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = CivilDate.number(bytes[0..<4]), let month = CivilDate.number(bytes[5..<7]),
      let day = CivilDate.number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private init(checkedYear year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// 1970-01-01.
  package static let epoch = CivilDate(checkedYear: 1970, month: 1, day: 1)

  /// The day that is some days later.
  ///
  /// - Parameter days: How many; below zero for an earlier day.
  /// - Returns: The day; defined only within the years 1 to 9999.
  package func adding(days: Int) -> CivilDate {
    let ordinal = self.ordinal + days
    var year = max(1, ordinal * 400 / 146_097)
    while CivilDate.daysBefore(year + 1) < ordinal { year += 1 }
    while CivilDate.daysBefore(year) >= ordinal { year -= 1 }
    var left = ordinal - CivilDate.daysBefore(year)
    var month = 1
    while left > CivilDate.length(of: month, in: year) {
      left -= CivilDate.length(of: month, in: year)
      month += 1
    }
    return CivilDate(checkedYear: year, month: month, day: left)
  }

  /// The number of days from another day to this one.
  package func days(since other: CivilDate) -> Int { ordinal - other.ordinal }

  /// The number of whole years from another day to this one.
  package func years(since other: CivilDate) -> Int {
    year - other.year - ((month, day) < (other.month, other.day) ? 1 : 0)
  }

  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// The day as `yyyy-MM-dd`.
  package var description: String {
    let digits = String(year * 10_000 + month * 100 + day)
    let padded = String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    return "\(padded.dropLast(4))-\(padded.dropLast(2).suffix(2))-\(padded.suffix(2))"
  }

  /// The number of the day; 1 is the first day of year 1.
  private var ordinal: Int {
    var days = CivilDate.daysBefore(year) + day
    for earlier in 1..<month { days += CivilDate.length(of: earlier, in: year) }
    return days
  }

  private static func daysBefore(_ year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400
  }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for digit in digits {
      guard 0x30...0x39 ~= digit else { return nil }
      number = number * 10 + Int(digit - 0x30)
    }
    return number
  }
}
