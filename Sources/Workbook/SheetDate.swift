/// Dates and times of a sheet, which stores the number of a day.
enum SheetDate {
  /// The last day that a sheet can show, 9999-12-31.
  private static let lastDay = 2_958_465

  /// The text of a number that is shown as a date: `yyyy-MM-dd`, followed by the time if there is
  /// one, or a time only.
  ///
  /// The calendar of 1900 has a 29 February that never existed, the number 60: it is written as
  /// shown, and refused later as a date.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - from1904: Whether the workbook counts from 1904.
  /// - Returns: The text; nil if a sheet cannot show the number as a day.
  static func text(_ number: StoredNumber, from1904: Bool) -> String? {
    guard let (serial, milliseconds) = number.moment else { return nil }
    let day = serial + (from1904 ? 1462 : 0)
    guard day <= lastDay else { return nil }
    let time = milliseconds == 0 ? "" : clock(milliseconds)
    if serial == 0, !from1904 { return time.isEmpty ? nil : time }
    if day == 60 { return "1900-02-29" + (time.isEmpty ? "" : " \(time)") }
    return civil(day < 60 ? day + 1 : day) + (time.isEmpty ? "" : " \(time)")
  }

  private static func clock(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// The civil date of a day number, with 25569 for 1970-01-01 (Howard Hinnant's
  /// `civil_from_days`).
  private static func civil(_ day: Int) -> String {
    let shifted = day - 25_569 + 719_468
    let era = shifted / 146_097
    let ofEra = shifted % 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let civilMonth = month < 10 ? month + 3 : month - 9
    let civilYear = year + era * 400 + (civilMonth <= 2 ? 1 : 0)
    let digits = String(civilYear)
    return String(repeating: "0", count: 4 - digits.utf8.count) + digits
      + "-\(two(civilMonth))-\(two(ofYear - (153 * month + 2) / 5 + 1))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
