import Roster
import Testing

@Suite struct CivilDateTests {
  @Test(arguments: [
    ("2024-02-29", true), ("2023-02-29", false), ("1900-02-29", false), ("2000-02-29", true),
    ("2023-04-31", false), ("2023-00-10", false), ("2023-13-01", false), ("0000-01-01", false),
    ("2023-01-00", false), ("２023-01-01", false), ("2023-01-01 ", false), ("+023-01-01", false),
    ("2026-1-01", false), ("26-01-01", false), ("2026-01-01T", false), ("", false),
    ("0001-01-01", true), ("9999-12-31", true),
  ])
  func `a day is one of the calendar, and written as it was read`(text: String, isDay: Bool) {
    #expect(CivilDate(Verbatim(text))?.description == (isDay ? text : nil))
  }

  @Test(arguments: [
    ("2024-02-28", 1, "2024-02-29"), ("2023-02-28", 1, "2023-03-01"),
    ("2026-01-01", -1, "2025-12-31"), ("1900-02-28", 1, "1900-03-01"),
    ("2000-01-01", 366, "2001-01-01"), ("1970-01-01", 20_454, "2026-01-01"),
    ("0001-01-01", 3_652_058, "9999-12-31"), ("9999-12-31", -3_652_058, "0001-01-01"),
  ])
  func `days are counted from one to another`(from: String, days: Int, to: String) throws {
    let day = try #require(CivilDate(Verbatim(from)))
    let later = day.adding(days: days)
    #expect(later.description == to)
    #expect(later.days(since: day) == days)
    #expect((day < later) == (days > 0))
  }

  @Test(arguments: [1899...1901, 1999...2001, 2099...2101])
  func `every day follows the one before it`(years: ClosedRange<Int>) throws {
    let first = try #require(CivilDate(year: years.lowerBound, month: 1, day: 1))
    let days = years.flatMap { year in
      (1...12).flatMap { month in
        (1...31).compactMap { CivilDate(year: year, month: month, day: $0) }
      }
    }
    #expect(days == days.indices.map { first.adding(days: $0) })
  }

  @Test(arguments: [
    ("2000-02-29", "2025-02-28", 24), ("2000-02-29", "2025-03-01", 25),
    ("2000-06-15", "2000-06-15", 0),
  ])
  func `only whole years count`(from: String, to: String, years: Int) throws {
    let (from, to) = (CivilDate(Verbatim(from)), CivilDate(Verbatim(to)))
    #expect(try #require(to).years(since: try #require(from)) == years)
  }
}
