import Ledger
import Reports
import Tables
import RollbookTestSupport
import Roster
import Testing

@Suite struct DaysTests {
  @Test func `a day and its text are one, for nine hundred years`() {
    for day in stride(from: Int64(-200_000), through: 130_000, by: 7) {
      #expect(Times.day(ofDate: Times.date(ofDay: day)) == day)
    }
    #expect(Times.day(ofDate: "1970-01-01") == 0 && Times.day(ofDate: "2026-01-31") == 20_484)
    for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "x", "2026-01-01 "] {
      #expect(Times.day(ofDate: text) == nil, "\(text)")
    }
  }

  @Test func `a day begins at midnight of its zone, when clocks change too`() throws {
    let berlin = try #require(Times(zone: "Europe/Berlin"))
    let shanghai = try #require(Times(zone: "Asia/Shanghai"))
    for (times, date, start) in [
      (shanghai, "2026-01-31", "2026-01-30T16:00:00.000Z"),
      (berlin, "2026-03-29", "2026-03-28T23:00:00.000Z"),
      (berlin, "2026-03-30", "2026-03-29T22:00:00.000Z"),
      (berlin, "2026-10-26", "2026-10-25T23:00:00.000Z"),
    ] {
      let day = try #require(Times.day(ofDate: date))
      let instant = times.start(ofDay: day)
      #expect(Times.machine(instant) == start)
      #expect(times.day(of: instant) == day)
      #expect(times.day(of: instant + .milliseconds(-1)) == day - 1)
    }
  }

  private static let report = """
    -- title: t
    -- question: q
    -- parameter: at time = none; a time
    -- parameter: on date = today+1; a day
    -- column: at time; at
    -- column: on date; on
    -- column: first time; first
    -- column: last time; last
    -- column: day date; day
    SELECT :at AS at, :on AS "on", day_start(:on) AS first, day_end(:on) AS last,
      local_date(:at) AS day
    """

  private static func run(_ values: [String: String]) throws -> [Datum] {
    let folder = try TemporaryFolder()
    let clock = ManualTimekeeper()
    let ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    let run = ReportRun(
      try ReportDefinition(name: "days", sql: report),
      values: values,
      times: try #require(Times(zone: "Asia/Shanghai")),
      names: ReportRun.Names(user: { Verbatim($0) }, field: { Verbatim($0) }),
      program: "test"
    )
    var row: [Datum] = []
    _ = try run.run(on: ledger, timekeeper: clock) { row = $0 }
    return row
  }

  @Test(arguments: [
    ("2026-01-31T08:00", "2026-01-31T00:00:00.000Z"), ("2026-01-31", "2026-01-30T16:00:00.000Z"),
    ("2026-01-31 08:00:30", "2026-01-31T00:00:30.000Z"),
    ("2026-01-31T08:00Z", "2026-01-31T08:00:00.000Z"),
    ("2026-01-31T08:00-05:30", "2026-01-31T13:30:00.000Z"), ("today", "2025-12-31T16:00:00.000Z"),
  ])
  func `a time is in the zone, unless it has its own offset`(text: String, time: String) throws {
    let row = try Self.run(["at": text])
    #expect(row.first?.plain == time)
  }

  @Test func `a day has a first and a last millisecond in the zone`() throws {
    let row = try Self.run(["at": "2026-01-01T15:59:59Z"]).map(\.plain)
    #expect(
      row == [
        "2026-01-01T15:59:59.000Z", "2026-01-02", "2026-01-01T16:00:00.000Z",
        "2026-01-02T15:59:59.999Z", "2026-01-01",
      ]
    )
    #expect(try Self.run([:])[0] == .absent)
  }

  @Test(arguments: ["2026-01-31T24:00", "2026-01-31T08", "tomorrow", "today+", "today+x", "1"])
  func `what is no time is refused`(text: String) {
    #expect(throws: ReportError.self) { _ = try Self.run(["at": text]) }
  }

  /// A report of one column with any content.
  private static func one(_ kind: String, _ sql: String) throws -> Datum? {
    let folder = try TemporaryFolder()
    let clock = ManualTimekeeper()
    let ledger = try Ledger.create(at: folder.path("ledger"), now: clock.now())
    let text = "-- title: t\n-- question: q\n-- column: a \(kind); a\nSELECT \(sql) AS a"
    let run = ReportRun(
      try ReportDefinition(name: "one", sql: text),
      times: try #require(Times(zone: "Asia/Shanghai")),
      names: ReportRun.Names(user: { Verbatim($0) }, field: { Verbatim($0) }),
      program: "test"
    )
    var row: [Datum] = []
    _ = try run.run(on: ledger, timekeeper: clock) { row = $0 }
    return row.first
  }

  @Test(arguments: [
    "9223372036854775807", "-9223372036854775808", "253402300800000", "-62135596800001",
  ])
  func `a time that no calendar has is an error of its row, and has no date`(number: String) throws
  {
    #expect(throws: ReportError.self) { _ = try Self.one("time", number) }
    #expect(try Self.one("date", "local_date(\(number))") == .absent)
    #expect(try Self.one("integer", number) != nil)
  }

  @Test(arguments: ["1e300", "-1e300", "9e999", "-9e999", "1e15"])
  func `a number that cannot be written with its digits is an error of its row`(
    number: String
  ) throws {
    #expect(throws: ReportError.self) { _ = try Self.one("decimal", number) }
  }

  @Test(arguments: ["'0000-01-01'", "'9999-12-31'", "'99999-01-01'", "x'ff'", "1e300", "NULL"])
  func `no argument ends a function on days`(argument: String) throws {
    for function in ["day_start", "day_end", "local_date"] {
      let datum = try Self.one("integer", "length(\(function)(\(argument)))")
      #expect(datum != nil)
    }
  }
}
