import Maycur
import Roster

/// Days as both systems write them.
enum CalendarDay {
  /// Whether a text is a day that exists, as `yyyy-MM-dd`.
  static func isValid(_ text: Verbatim) -> Bool { CivilDate(text) != nil }
}
