/// A day of the civil calendar, with no time and no zone.
public struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The year.
  public let year: Int
  /// The month, from 1.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// Names a day, or nothing where the calendar has no such day.
  ///
  /// - Parameters:
  ///   - year: The year, 1 to 9999.
  ///   - month: The month, from 1.
  ///   - day: The day of the month, from 1.
  public init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month else { return nil }
    guard 1...CivilDay.length(of: month, in: year) ~= day else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads `yyyy-MM-dd`, or gives nothing.
  ///
  /// - Parameter text: Ten characters, nothing more.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    guard
      let year = CivilDay.number(bytes[0..<4]),
      let month = CivilDay.number(bytes[5..<7]),
      let day = CivilDay.number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private init(checkedYear year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// 1970-01-01.
  static let epoch = CivilDay(checkedYear: 1970, month: 1, day: 1)

  /// The day that is `days` later.
  public func adding(days: Int) -> CivilDay {
    let ordinal = self.ordinal + days
    var year = max(1, ordinal * 400 / 146_097)
    while CivilDay.daysBefore(year + 1) < ordinal { year += 1 }
    while CivilDay.daysBefore(year) >= ordinal { year -= 1 }
    var left = ordinal - CivilDay.daysBefore(year)
    var month = 1
    while left > CivilDay.length(of: month, in: year) {
      left -= CivilDay.length(of: month, in: year)
      month += 1
    }
    return CivilDay(checkedYear: year, month: month, day: left)
  }

  /// How many days it is from another day to this one.
  public func days(since other: CivilDay) -> Int { ordinal - other.ordinal }

  /// How many whole years it is from another day to this one.
  public func years(since other: CivilDay) -> Int {
    year - other.year - ((month, day) < (other.month, other.day) ? 1 : 0)
  }

  public static func < (left: CivilDay, right: CivilDay) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// The day as `yyyy-MM-dd`.
  public var description: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }

  /// The day's number, counted from 1 on the first day of year 1.
  private var ordinal: Int {
    var days = CivilDay.daysBefore(year) + day
    for earlier in 1..<month { days += CivilDay.length(of: earlier, in: year) }
    return days
  }

  private static func daysBefore(_ year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400
  }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
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
