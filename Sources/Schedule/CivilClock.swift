package import Roster
package import Tables

/// Times of a zone's wall clock, on days on which it is changed, too.
package struct CivilClock: Sendable {
  private let times: Times

  package init(_ times: Times) { self.times = times }

  /// The civil day of a moment, counted from 1970-01-01.
  package func day(of moment: Instant) -> Int64 { times.day(of: moment) }

  /// The minutes since midnight that the wall clock shows at a moment.
  package func minute(of moment: Instant) -> Int {
    Int(local(moment).dayAndClock.clock / 60_000)
  }

  /// The week of a day; weeks begin on Monday.
  static func week(of day: Int64) -> Int64 { (day + 3 - weekday(of: day)) / 7 }

  /// The day of the week, 0 for Monday; 1970-01-01 was a Thursday.
  static func weekday(of day: Int64) -> Int64 { ((day + 3) % 7 + 7) % 7 }

  /// The first moment at which the wall clock shows a minute of a day; if it never does, since the
  /// clock is set forward over it, the first moment after it.
  ///
  /// - Parameters:
  ///   - minute: Minutes since midnight.
  ///   - day: The day, counted from 1970-01-01.
  /// - Returns: The moment.
  package func moment(minute: Int, ofDay day: Int64) -> Instant {
    let wall = Instant(milliseconds: day * Instant.dayLength + Int64(minute) * 60_000)
    // The zone's offset changes at most once in these two days.
    let before = wall + .milliseconds(-times.offset(at: wall + .seconds(-86_400)))
    let after = wall + .milliseconds(-times.offset(at: wall + .seconds(86_400)))
    if before == after { return before }
    if let first = [min(before, after), max(before, after)].first(where: { local($0) == wall }) {
      return first
    }
    var (early, late) = (after.milliseconds, before.milliseconds)
    while late - early > 1 {
      let middle = (early + late) / 2
      if local(Instant(milliseconds: middle)) < wall { early = middle } else { late = middle }
    }
    return Instant(milliseconds: late)
  }

  /// A moment of UTC whose text is what the wall clock shows.
  private func local(_ moment: Instant) -> Instant {
    moment + .milliseconds(times.offset(at: moment))
  }
}
