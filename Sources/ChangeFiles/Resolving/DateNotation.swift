import Roster

/// The form in which a text has a date.
enum DateNotation: Equatable {
  /// In the systems' form: `yyyy-MM-dd`, a day that exists.
  case civil
  /// In the systems' form, but the day does not exist.
  case impossible
  /// In another form; the day that is probably meant, if only one is possible.
  case other(Cause, meant: CivilDate?)

  /// What writes dates in this form.
  enum Cause: Hashable {
    /// `2020/9/1`, `2020-9-1`, `2020.9.1`, `9/1/2020`.
    case spreadsheet
    /// `2020年9月1日`.
    case chinese
    /// A day's number in a spreadsheet.
    case serial
    /// A date with a time of day.
    case time
    /// `20200901`.
    case digits
    /// No date that is known.
    case none

    /// The form in words.
    var phrase: String {
      switch self {
      case .spreadsheet: "a date as Excel and WPS rewrite them"
      case .chinese: "a date as Excel and WPS show them in Chinese"
      case .serial: "probably the number by which Excel and WPS count a day"
      case .time: "a date with a time of day"
      case .digits: "a date without its hyphens"
      case .none: "not a date"
      }
    }
  }

  /// Recognises the form of a date.
  init(_ text: String) {
    if let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/) {
      self = Self.day(match.1, match.2, match.3) == nil ? .impossible : .civil
    } else {
      self = Self.foreign(text)
    }
  }

  /// Whether the text is a date in a form that spreadsheets leave.
  var isSpreadsheets: Bool {
    switch self {
    case .other(.spreadsheet, _), .other(.chinese, _): true
    default: false
    }
  }

  private static func foreign(_ text: String) -> DateNotation {
    let time = /(.+?)[T 　](?:上午|下午)?[0-9]{1,2}:[0-9]{2}.*/
    if let match = text.wholeMatch(of: time) {
      switch DateNotation(String(match.1)) {
      case .civil: return .other(.time, meant: Self.iso(String(match.1)))
      case .other(let cause, let meant) where cause != .none: return .other(.time, meant: meant)
      default: return .other(.none, meant: nil)
      }
    }
    if let match = text.wholeMatch(of: /([0-9]{4})[\/.\-]([0-9]{1,2})[\/.\-]([0-9]{1,2})/) {
      return .other(.spreadsheet, meant: day(match.1, match.2, match.3))
    }
    if let match = text.wholeMatch(of: /([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]/) {
      return .other(.chinese, meant: day(match.1, match.2, match.3))
    }
    if let match = text.wholeMatch(of: /([0-9]{1,2})[\/.\-]([0-9]{1,2})[\/.\-]([0-9]{4})/) {
      let meant = [day(match.3, match.1, match.2), day(match.3, match.2, match.1)].compactMap(
        \.self
      )
      return .other(.spreadsheet, meant: Set(meant).count == 1 ? meant.first : nil)
    }
    if let match = text.wholeMatch(of: /([0-9]{4})([0-9]{2})([0-9]{2})/) {
      return .other(.digits, meant: day(match.1, match.2, match.3))
    }
    if text.isDigits, let serial = Int(text), 7_000...80_000 ~= serial {
      return .other(.serial, meant: CivilDate(serial: serial))
    }
    if text.wholeMatch(of: /[0-9]{4}[\/年\-.][0-9]{1,2}月?|[0-9]{1,2}[\/\-][A-Za-z]{3}.*/) != nil {
      return .other(.spreadsheet, meant: nil)
    }
    return .other(.none, meant: nil)
  }

  private static func iso(_ text: String) -> CivilDate? {
    text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/).flatMap { day($0.1, $0.2, $0.3) }
  }

  private static func day(_ year: Substring, _ month: Substring, _ day: Substring) -> CivilDate? {
    // No date in a roster is before 1900, and no spreadsheet counts further back: it is a typing
    // error.
    guard let year = Int(year), year >= 1900, let month = Int(month), let day = Int(day) else {
      return nil
    }
    return CivilDate(year: year, month: month, day: day)
  }
}

extension CivilDate {
  /// The day that a spreadsheet shows for a serial number of its calendar of 1900.
  ///
  /// Only from 61, 1 March 1900, on: earlier numbers are off by the leap day which that calendar
  /// wrongly gives that year.
  fileprivate init?(serial: Int) {
    guard 61...2_958_465 ~= serial else { return nil }
    self = CivilDate.epoch.adding(days: serial - 25_569)
  }
}
