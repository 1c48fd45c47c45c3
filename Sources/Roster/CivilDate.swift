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
    (self.year, self.month, self.day) = (year, month, day)
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

  /// 1970-01-01.
  package static let epoch = CivilDate(dayNumber: 0)

  /// The day that is a number of days after 1970-01-01; below zero for an earlier day.
  ///
  /// Years are counted in eras of 400 from 1 March (Howard Hinnant's `civil_from_days`): a report has
  /// a hundred thousand dates. A year outside 1 to 9999 has as many digits as it needs.
  package init(dayNumber: Int) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  }

  /// The number of days from 1970-01-01 to this day.
  package var dayNumber: Int {
    let past = year - 1
    var days = past * 365 + past / 4 - past / 100 + past / 400 + day - 719_163
    for earlier in 1..<month { days += CivilDate.length(of: earlier, in: year) }
    return days
  }

  /// The day that is some days later; below zero for an earlier day.
  package func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

  /// The number of days from another day to this one.
  package func days(since other: CivilDate) -> Int { dayNumber - other.dayNumber }

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
