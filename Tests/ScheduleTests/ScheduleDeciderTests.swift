import RollbookTestSupport
import Roster
import Schedule
import Tables
import Testing

@Suite struct ScheduleDeciderTests {
  private func decider(
    _ texts: [[String: String]],
    _ zone: String = "Asia/Shanghai",
    seed: UInt64 = 1
  ) throws -> (ScheduleDecider, Times) {
    let times = try #require(Times(zone: zone))
    let lines = try texts.map { try ScheduleLine($0) }
    return (ScheduleDecider(lines: lines, times: times, seed: seed), times)
  }

  /// A moment of the wall clock, the first of two.
  private func moment(_ times: Times, _ day: String, _ clock: String) throws -> Instant {
    let number = try #require(Times.day(ofDate: day))
    let minute = try #require(ClockTime(clock)).minute
    return CivilClock(times).moment(minute: minute, ofDay: number)
  }

  /// The wall clock at each start, from one moment to another, if each run takes no time.
  private func starts(
    _ decider: ScheduleDecider,
    _ times: Times,
    from: Instant,
    to: Instant
  ) throws -> [String] {
    var state = ScheduleState(since: from)
    var now = from
    var starts: [String] = []
    while now < to {
      let decision = decider.decide(state, now: now)
      for task in decision.due {
        starts.append(times.human(now))
        state.lastRuns[task.line.name] = now
      }
      let next = decision.due.isEmpty ? decision.next : now
      now = try #require(next)
      if decision.due.isEmpty { #expect(now > from) }
    }
    return starts
  }

  @Test(arguments: [
    // The clock is set forward over 02:30, and back over it.
    ("Europe/Berlin", "2026-03-28", ["03-28 02:30", "03-29 03:00", "03-30 02:30"]),
    ("Europe/Berlin", "2026-10-24", ["10-24 02:30", "10-25 02:30", "10-26 02:30"]),
    ("America/New_York", "2026-03-07", ["03-07 02:30", "03-08 03:00", "03-09 02:30"]),
    ("America/New_York", "2026-10-31", ["10-31 02:30", "11-01 02:30", "11-02 02:30"]),
    ("Australia/Lord_Howe", "2026-10-03", ["10-03 02:30", "10-04 02:30", "10-05 02:30"]),
    ("Asia/Shanghai", "2026-03-28", ["03-28 02:30", "03-29 02:30", "03-30 02:30"]),
  ])
  func `a time of the wall clock comes once a day, whatever is done to the clock`(
    zone: String,
    day: String,
    expected: [String]
  ) throws {
    let (decider, times) = try decider([["do": "verify", "at": "02:30"]], zone)
    let from = try moment(times, day, "00:00")
    let starts = try starts(decider, times, from: from, to: from + .seconds(3 * 86_400))
    #expect(starts == expected.map { "2026-\($0):00" })
  }

  @Test func `a time that comes twice is run at the first`() throws {
    let (decider, times) = try decider([["do": "verify", "at": "02:30"]], "Europe/Berlin")
    let midnight = try moment(times, "2026-10-25", "00:00")
    let first = midnight + .seconds(9000)
    var state = ScheduleState(since: midnight)
    #expect(decider.decide(state, now: midnight).next == first)
    state.lastRuns["verify at 02:30"] = first
    let again = decider.decide(state, now: first + .seconds(3600))
    #expect(times.human(first + .seconds(3600)) == "2026-10-25 02:30:00")
    #expect(again.due.isEmpty)
  }

  @Test(arguments: ["Europe/Berlin", "America/New_York", "Asia/Shanghai"])
  func `a year of a whole schedule has as many runs as it has times`(zone: String) throws {
    let texts: [[String: String]] = [
      ["do": "fetch", "every": "1h", "between": "07:00-21:00", "spread": "5m"],
      ["do": "verify", "at": "02:30", "weekly": "full"],
      ["do": "backup", "at": "03:30", "to": "backups"],
      ["do": "report", "at": "mon 08:00", "name": "x", "to": "reports"],
      ["do": "cosign", "every": "1d"],
    ]
    let (decider, times) = try decider(texts, zone)
    let from = try moment(times, "2026-01-01", "00:00")
    let to = try moment(times, "2027-01-01", "00:00")
    var state = ScheduleState(since: from)
    var counts: [ScheduledAction.Kind: Int] = [:]
    var full = 0
    var now = from
    while now < to {
      let decision = decider.decide(state, now: now)
      for task in decision.due {
        counts[task.line.action.kind, default: 0] += 1
        if task.line.action == .verify(weeklyFull: true), task.isFirstOfWeek { full += 1 }
        state.lastRuns[task.line.name] = now
      }
      if decision.due.isEmpty { now = try #require(decision.next) }
    }
    #expect(counts[.fetch] == 365 * 14)
    #expect(counts[.verify] == 365 && counts[.backup] == 365 && counts[.report] == 52)
    #expect(full == 53)
    // A day by the wall clock would be 365; once a year, 24 hours end a day earlier or later.
    #expect((364...366).contains(counts[.cosign] ?? 0))
  }

  @Test func `what was missed runs once`() throws {
    let (decider, times) = try decider([
      ["do": "verify", "at": "02:30"], ["do": "fetch", "every": "1h"],
    ])
    let last = try moment(times, "2026-01-01", "02:30")
    let now = try moment(times, "2026-01-20", "12:00")
    var state = ScheduleState(since: last)
    for name in ["verify at 02:30", "fetch every 1h"] { state.lastRuns[name] = last }
    let decision = decider.decide(state, now: now)
    #expect(Set(decision.due.map(\.line.action.kind)) == [.verify, .fetch])
    for task in decision.due { state.lastRuns[task.line.name] = now }
    let after = decider.decide(state, now: now)
    #expect(after.due.isEmpty && after.next == now + .seconds(3600))
  }

  @Test func `a line that never ran missed nothing`() throws {
    let (decider, times) = try decider([["do": "verify", "at": "02:30"]])
    let now = try moment(times, "2026-01-20", "12:00")
    let decision = decider.decide(ScheduleState(since: now), now: now)
    #expect(decision.due.isEmpty)
    #expect(decision.next == (try moment(times, "2026-01-21", "02:30")))
  }

  @Test func `two lines of a kind wait for each other`() throws {
    let (decider, times) = try decider([
      ["do": "fetch", "every": "1h"], ["do": "fetch", "at": "02:30", "fields": "all"],
      ["do": "verify", "at": "02:30"],
    ])
    let now = try moment(times, "2026-01-20", "02:30")
    var state = ScheduleState(since: now + .seconds(-1))
    state.lastRuns["fetch every 1h"] = now + .seconds(-3600)
    let first = decider.decide(state, now: now)
    #expect(first.due.map(\.line.name) == ["fetch every 1h", "verify at 02:30"])
    state.running = [.fetch, .verify]
    for task in first.due { state.lastRuns[task.line.name] = now }
    #expect(decider.decide(state, now: now + .seconds(60)).due.isEmpty)
    state.running = []
    let second = decider.decide(state, now: now + .seconds(120))
    #expect(second.due.map(\.line.name) == ["fetch at 02:30 fields all"])
  }

  @Test func `spread delays a line by the same part each day, and lines by different ones`() throws
  {
    let texts = (0..<20).map { number in
      ["do": "report", "name": "r\(number)", "to": "x", "at": "08:00", "spread": "10m"]
    }
    var delays: [Set<Duration>] = []
    for seed in [1, 1, 2] as [UInt64] {
      let times = try #require(Times(zone: "Asia/Shanghai"))
      var own: Set<Duration> = []
      for text in texts {
        let decider = try ScheduleDecider(lines: [ScheduleLine(text)], times: times, seed: seed)
        let day = try moment(times, "2026-01-20", "07:00")
        let first = try #require(decider.decide(ScheduleState(since: day), now: day).next)
        let later = day + .seconds(86_400)
        let second = try #require(decider.decide(ScheduleState(since: later), now: later).next)
        #expect(second - first == .seconds(86_400))
        own.insert(first - day)
      }
      #expect(own.allSatisfy { .seconds(3600) <= $0 && $0 < .seconds(4200) })
      delays.append(own)
    }
    #expect(delays[0].count > 15 && delays[0] == delays[1] && delays[0] != delays[2])
  }

  @Test func `outside its window a line waits for the next one, also after it was missed`() throws {
    let line = ["do": "fetch", "every": "1h", "between": "07:00-21:00"]
    let (decider, times) = try decider([line])
    var state = ScheduleState(since: try moment(times, "2026-01-01", "00:00"))
    state.lastRuns["fetch every 1h between 07:00-21:00"] = try moment(times, "2026-01-19", "19:30")
    let night = try moment(times, "2026-01-19", "23:00")
    let morning = try moment(times, "2026-01-20", "07:00")
    #expect(decider.decide(state, now: night).next == morning)
    #expect(decider.decide(state, now: night).due.isEmpty)
    #expect(decider.decide(state, now: morning).due.count == 1)
  }

  @Test func `a last run in the future counts as now`() throws {
    let (decider, times) = try decider([["do": "verify", "at": "02:30"]])
    let now = try moment(times, "2026-01-20", "12:00")
    var state = ScheduleState(since: now)
    state.lastRuns["verify at 02:30"] = now + .seconds(86_400 * 365)
    #expect(decider.decide(state, now: now).next == (try moment(times, "2026-01-21", "02:30")))
  }
}
