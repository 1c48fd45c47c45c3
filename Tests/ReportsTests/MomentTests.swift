import Ledger
import Reports
import Tables
import RollbookTestSupport
import Roster
import Testing

@Suite struct MomentTests {
  private static let now = Instant(milliseconds: 1_769_824_800_000)  // 2026-01-31T10:00+08:00

  private static func times() throws -> Times { try #require(Times(zone: "Asia/Shanghai")) }

  private static func text(_ moment: AsOf) -> String {
    switch moment {
    case .now: "now"
    case .time(let time): Times.machine(time)
    case .entry(let entry): "entry \(entry)"
    case .before(let operation): "before \(operation)"
    case .after(let operation): "after \(operation)"
    }
  }

  @Test(arguments: [
    ("now", "now", "now"), ("entry:7", "entry 7", "entry 7"), ("entry:0", "entry 0", "entry 0"),
    ("before:batch:3", "before 3", "before 3"), ("after:batch:3", "after 3", "after 3"),
    ("today", "2026-01-30T15:59:59.999Z", "2026-01-31T15:59:59.999Z"),
    ("yesterday", "2026-01-29T15:59:59.999Z", "2026-01-30T15:59:59.999Z"),
    ("today-30", "2025-12-31T15:59:59.999Z", "2026-01-01T15:59:59.999Z"),
    ("2026-01-31", "2026-01-30T15:59:59.999Z", "2026-01-31T15:59:59.999Z"),
    ("2026/01/31", "2026-01-30T15:59:59.999Z", "2026-01-31T15:59:59.999Z"),
    (" 2026/1/31 ", "2026-01-30T15:59:59.999Z", "2026-01-31T15:59:59.999Z"),
    ("2026-01-31 08:00", "2026-01-31T00:00:00.000Z", "2026-01-31T00:00:00.000Z"),
    ("2026/1/31 08:00", "2026-01-31T00:00:00.000Z", "2026-01-31T00:00:00.000Z"),
    ("2026-01-31T08:00:30.5", "2026-01-31T00:00:30.500Z", "2026-01-31T00:00:30.500Z"),
    ("2026-01-31T08:00Z", "2026-01-31T08:00:00.000Z", "2026-01-31T08:00:00.000Z"),
    ("2026-01-31T08:00:00-05:30", "2026-01-31T13:30:00.000Z", "2026-01-31T13:30:00.000Z"),
    ("2026-01-31 08:00:30", "2026-01-31T00:00:30.000Z", "2026-01-31T00:00:30.999Z"),
    ("现在", "now", "now"), ("昨天", "2026-01-29T15:59:59.999Z", "2026-01-30T15:59:59.999Z"),
    ("30 天前", "2025-12-31T15:59:59.999Z", "2026-01-01T15:59:59.999Z"),
    ("2026年1月31日", "2026-01-30T15:59:59.999Z", "2026-01-31T15:59:59.999Z"),
    ("2026年1月31日 08:00", "2026-01-31T00:00:00.000Z", "2026-01-31T00:00:00.000Z"),
    ("条目 7", "entry 7", "entry 7"), ("批次3之前", "before 3", "before 3"),
    ("批次 3 后", "after 3", "after 3"),
    ("-1d", "2026-01-30T02:00:00.000Z", "2026-01-30T02:00:00.000Z"),
    ("now-90min", "2026-01-31T00:30:00.000Z", "2026-01-31T00:30:00.000Z"),
  ])
  func `each form is a beginning and an end, and a day belongs to both`(
    text: String,
    beginning: String,
    end: String
  ) throws {
    let moment = try #require(Moment(text))
    let times = try Self.times()
    #expect(Self.text(moment.beginning(times, now: Self.now)) == beginning)
    #expect(Self.text(moment.end(times, now: Self.now)) == end)
  }

  @Test(arguments: [
    "", "soon", "tomorrow", "today+", "today-x", "1", "2026-02-29", "2026-1-31", "2026/13/01",
    "2026-01-31T24:00", "2026-01-31T08", "2026-01-31T08:60", "2026-01-31T08:00+25:00", "-1",
    "-1y", "批次", "批次 3", "条目", "天前", "2026年1月", "2026年13月1日", "1d", "--1d", "entry:", "entry:-1",
    "entry:١", "batch:3", "before:3",
    "２０２６-01-31", "2026-01/31", "-99999999999999d",
  ])
  func `what has none of the forms is no moment`(text: String) {
    #expect(Moment(text) == nil)
  }

  @Test(arguments: [
    Int64.min, .max, -62_135_596_800_001, 253_402_300_800_000, -8_000_000_000_000_000_000,
  ])
  func `a moment that no calendar has is written, and ends nothing`(milliseconds: Int64) throws {
    let instant = Instant(milliseconds: milliseconds)
    let times = try #require(Times(zone: "Europe/Berlin"))
    #expect(!Times.machine(instant).isEmpty && !times.human(instant).isEmpty)
    #expect(times.day(of: instant) == Int64((Double(milliseconds) / 86_400_000).rounded(.down)))
  }
}
