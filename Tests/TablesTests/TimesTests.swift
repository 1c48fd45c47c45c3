import Foundation
import Tables
import RollbookTestSupport
import Roster
import Testing

@Suite struct TimesTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
    (951_782_399_999, "2000-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
  ])
  func `a moment is written as RFC 3339 has it`(milliseconds: Int64, text: String) {
    #expect(Times.machine(Instant(milliseconds: milliseconds)) == text)
  }

  @Test(arguments: 1...100)
  func `any moment is written as the system's own formatter writes it`(seed: UInt64) {
    var random = Seeded(seed)
    let milliseconds = Int64.random(in: -11_000_000_000_000...250_000_000_000_000, using: &random)
    let date = Date(timeIntervalSince1970: Double(milliseconds / 1000))
    let written = Times.machine(Instant(milliseconds: milliseconds / 1000 * 1000))
    #expect(written == date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }

  @Test func `people read the wall clock of their zone, summer time and all`() throws {
    let winter = Instant(milliseconds: 1_767_225_600_000)
    let summer = Instant(milliseconds: 1_782_864_000_000)
    let berlin = try #require(Times(zone: "Europe/Berlin"))
    let shanghai = try #require(Times(zone: "Asia/Shanghai"))
    #expect(shanghai.human(winter) == "2026-01-01 08:00:00")
    #expect(berlin.human(winter) == "2026-01-01 01:00:00")
    #expect(berlin.human(summer) == "2026-07-01 02:00:00")
    #expect(Times.universal.human(winter) == "2026-01-01 00:00:00")
  }

  @Test(arguments: [
    ("21:59", false), ("22:00", true), ("00:00", true), ("05:59", true), ("06:00", false),
  ])
  func `night is from ten to six in the zone`(clock: String, isNight: Bool) throws {
    let shanghai = try #require(Times(zone: "Asia/Shanghai"))
    let parts = clock.split(separator: ":").compactMap { Int64($0) }
    let midnight: Int64 = 1_767_196_800_000
    let instant = Instant(milliseconds: midnight + (parts[0] * 60 + parts[1]) * 60_000)
    #expect(shanghai.human(instant).contains(clock) && shanghai.isNight(instant) == isNight)
  }

  @Test(arguments: ["", "Shanghai", "CST", "Asia/Shangai", "+08:00", "../etc/passwd"])
  func `a zone that is not the name of a region is refused`(name: String) {
    #expect(Times(zone: name) == nil)
  }

  @Test(arguments: [
    (120, "0.1 s"), (59_000, "59 s"), (61_000, "1 min 1 s"), (7_260_000, "2 h 1 min"),
    (200_000_000, "2 d 7 h"), (-5, "0.0 s"),
  ])
  func `a span has two units at most`(milliseconds: Int, text: String) {
    #expect(Times.span(.milliseconds(milliseconds)) == text)
  }
}
