/// A day of the calendar, which has no time and no time zone.
struct CivilDate: Hashable {
  let year: Int
  let month: Int
  let day: Int

  /// A day that exists, from 1900 to 9999.
  init?(_ year: Int, _ month: Int, _ day: Int) {
    guard 1900...9999 ~= year, 1...12 ~= month,
      1...Self.length(ofMonth: month, in: year) ~= day
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that a spreadsheet shows for a serial number of its calendar of 1900.
  ///
  /// From 61, 1 March 1900, on: what comes before is off by the leap day which that calendar
  /// wrongly gives that year.
  init?(serial: Int) {
    guard 61...2_958_465 ~= serial else { return nil }
    var rest = serial - 61
    var year = 1900
    var month = 3
    while rest >= Self.length(ofMonth: month, in: year) {
      rest -= Self.length(ofMonth: month, in: year)
      month += 1
      if month == 13 { (year, month) = (year + 1, 1) }
    }
    self.init(year, month, rest + 1)
  }

  /// The day as `yyyy-MM-dd`.
  var text: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
