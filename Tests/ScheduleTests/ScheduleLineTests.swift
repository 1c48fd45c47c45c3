import RollbookTestSupport
import Roster
import Schedule
import Testing

@Suite struct ScheduleLineTests {
  private func line(_ text: String) throws(ScheduleProblem) -> ScheduleLine {
    var texts: [String: String] = [:]
    for part in text.split(separator: ",") {
      let words = part.split(separator: "=").map(String.init)
      texts[words[0]] = words[1]
    }
    return try ScheduleLine(texts)
  }

  @Test func `each kind of line is read`() throws {
    let fetch = try line("do=fetch,every=1h,between=07:00-21:00,spread=5m")
    #expect(fetch.action == .fetch(allFields: false) && fetch.timing == .every(.seconds(3600)))
    #expect(fetch.window == ClockSpan("07:00-21:00") && fetch.spread == .seconds(300))
    #expect(fetch.name == "fetch every 1h between 07:00-21:00")
    #expect(try line("do=fetch,at=02:30,fields=all").action == .fetch(allFields: true))
    #expect(try line("do=verify,at=03:00,weekly=full").action == .verify(weeklyFull: true))
    let backup = try line("do=backup,at=03:30,to=backups,keep=14")
    #expect(backup.action == .backup(folder: "backups", keep: 14))
    #expect(
      backup.movingFolder { "/srv/" + $0 }.action == .backup(folder: "/srv/backups", keep: 14)
    )
    #expect(backup.movingFolder { "/srv/" + $0 }.name == backup.name)
    let report = try line("do=report,name=field-changes,at=mon 08:00,to=reports,format=html")
    #expect(
      report.action == .report(name: "field-changes", folder: "reports", format: "html")
    )
    #expect(report.timing == ClockTime("mon 08:00").map { .at($0) })
    #expect(try line("do=cosign,every=1d,witness=w1").action == .cosign(witness: "w1"))
  }

  @Test(arguments: [
    ("at=02:30", "do"), ("do=dance,at=02:30", "do"), ("do=fetch", "every"),
    ("do=fetch,at=02:30,every=1h", "at"), ("do=fetch,at=2:30", "at"), ("do=fetch,at=24:00", "at"),
    ("do=fetch,at=02:60", "at"), ("do=fetch,at=moon 02:30", "at"),
    ("do=fetch,at=mon tue 02:30", "at"), ("do=fetch,every=30s", "every"),
    ("do=fetch,every=hour", "every"), ("do=fetch,every=400d", "every"),
    ("do=fetch,every=1h,between=7-21", "between"),
    ("do=fetch,every=1h,between=07:00-07:00", "between"),
    ("do=fetch,at=02:30,between=07:00-21:00", "between"), ("do=fetch,every=1h,spread=2h", "spread"),
    ("do=fetch,every=1h,spread=x", "spread"), ("do=fetch,at=02:30,spread=13h", "spread"),
    ("do=fetch,every=1h,between=07:00-07:10,spread=11m", "spread"),
    ("do=fetch,at=02:30,fields=some", "fields"), ("do=fetch,at=02:30,to=x", "to"),
    ("do=verify,at=02:30,weekly=no", "weekly"), ("do=verify,at=02:30,fields=all", "fields"),
    ("do=backup,at=02:30", "to"), ("do=backup,at=02:30,to=x,keep=0", "keep"),
    ("do=backup,at=02:30,to=x,keep=many", "keep"), ("do=report,at=02:30,to=x", "name"),
    ("do=report,at=02:30,name=x", "to"), ("do=cosign,at=02:30,keep=3", "keep"),
  ])
  func `a line that is wrong names its key`(text: String, key: String) {
    let problem = #expect(throws: ScheduleProblem.self) { try line(text) }
    #expect(problem?.key == key)
    #expect(problem?.must.isEmpty == false)
  }

  @Test func `a span of the day may contain midnight`() throws {
    let night = try #require(ClockSpan("22:00-06:00"))
    #expect(night.minutes == 480)
    #expect([1320, 1439, 0, 359].allSatisfy(night.contains))
    #expect(![360, 720, 1319].contains(where: night.contains))
  }
}
