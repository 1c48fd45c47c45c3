import RollbookTestSupport
import Roster
import Schedule
import Tables
import Testing

/// Random schedules, zones, lengths of runs and times without the process.
@Suite struct SchedulePropertyTests {
  private static let zones = [
    "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Asia/Beirut",
    "Pacific/Chatham", "America/St_Johns",
  ]

  private struct Run {
    let line: ScheduleLine
    let start: Instant
    let end: Instant
  }

  private func lines(_ random: inout Seeded) throws -> [ScheduleLine] {
    try (0..<Int.random(in: 1...5, using: &random)).map { number in
      var text = ["do": Bool.random(using: &random) ? "report" : "cosign"]
      if text["do"] == "report" { (text["name"], text["to"]) = ("r\(number)", "x") }
      if text["do"] == "cosign" { text["witness"] = "w\(number)" }
      let hour = Int.random(in: 0...23, using: &random)
      let clock = "\(hour < 10 ? "0" : "")\(hour):\(Bool.random(using: &random) ? "00" : "30")"
      if Bool.random(using: &random) {
        text["at"] = clock
      } else {
        text["every"] = ["1h", "7h", "1d", "90m"].randomElement(using: &random)
        if Bool.random(using: &random) {
          text["between"] = "\(clock)-\(hour == 5 ? "06" : "05"):15"
        }
      }
      if Bool.random(using: &random) { text["spread"] = "10m" }
      return try ScheduleLine(text)
    }
  }

  /// What a schedule starts in some weeks, and the times at which the process was down.
  private func runs(
    _ decider: ScheduleDecider,
    from: Instant,
    to: Instant,
    isEverDown: Bool,
    _ random: inout Seeded
  ) throws -> [Run] {
    var state = ScheduleState(since: from)
    var active: [Run] = []
    var runs: [Run] = []
    var now = from
    while now < to {
      for run in active where run.end <= now { state.running.remove(run.line.action.kind) }
      active.removeAll { $0.end <= now }
      let decision = decider.decide(state, now: now)
      for task in decision.due {
        #expect(state.running.insert(task.line.action.kind).inserted)
        #expect(task.due <= now)
        state.lastRuns[task.line.name] = now
        let minutes = Int.random(in: 0...(isEverDown ? 300 : 0), using: &random)
        let run = Run(line: task.line, start: now, end: now + .seconds(minutes * 60))
        active.append(run)
        runs.append(run)
      }
      let wake = (active.map { max($0.end, now) } + [decision.next].compactMap { $0 }).min()
      if decision.due.isEmpty { #expect((wake ?? now) > now) }
      now = try #require(wake)
      if isEverDown, Int.random(in: 0..<40, using: &random) == 0 {
        now = now + .seconds(Int.random(in: 0...400_000, using: &random))
        (state.running, active) = ([], [])
      }
    }
    return runs
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func `no kind runs twice at once, and what was missed runs once`(seed: UInt64) throws {
    var random = Seeded(seed)
    for _ in 0..<8 {
      let zone = try #require(Self.zones.randomElement(using: &random))
      let times = try #require(Times(zone: zone))
      let lines = try lines(&random)
      let decider = ScheduleDecider(lines: lines, times: times, seed: seed)
      let from = Instant(milliseconds: 1_771_000_000_000)
      let to = from + .seconds(60 * 86_400)
      let runs = try runs(decider, from: from, to: to, isEverDown: true, &random)
      for line in lines {
        let own = runs.filter { $0.line == line }
        #expect(!own.isEmpty, "seed \(seed), \(zone): \(line.name) never ran")
        for (run, next) in zip(own, own.dropFirst()) {
          if case .every(let span) = line.timing {
            #expect(next.start - run.start >= span, "seed \(seed), \(zone): \(line.name)")
          }
        }
        for run in own {
          let minute = CivilClock(times).minute(of: run.start)
          #expect(line.window?.contains(minute) ?? true, "seed \(seed), \(zone): \(line.name)")
        }
      }
    }
  }

  @Test(arguments: [21, 22] as [UInt64])
  func `a time of the wall clock comes at the first half hour that a naive clock finds`(
    seed: UInt64
  ) throws {
    var random = Seeded(seed)
    for zone in Self.zones {
      let times = try #require(Times(zone: zone))
      let half = Int.random(in: 0...47, using: &random)
      let clock = "\(half < 20 ? "0" : "")\(half / 2):\(half % 2 == 0 ? "00" : "30")"
      let line = try ScheduleLine(["do": "verify", "at": clock])
      let decider = ScheduleDecider(lines: [line], times: times, seed: seed)
      let from = Instant(milliseconds: 1_767_225_600_000)
      let to = from + .seconds(366 * 86_400)
      let runs = try runs(decider, from: from, to: to, isEverDown: false, &random)
      // Every quarter of an hour in turn: the first of each day at or after the time.
      var naive: [Instant] = []
      var lastDay: Int64?
      var isFirst = true
      var now = from
      while now < to {
        let text = times.human(now)
        if times.day(of: now) != lastDay, text.dropFirst(11).prefix(5) >= clock {
          lastDay = times.day(of: now)
          if !isFirst || now != from, text.dropFirst(11).prefix(5) == clock || !isFirst {
            naive.append(now)
          }
          isFirst = false
        }
        now = now + .seconds(900)
      }
      let found = runs.map(\.start).filter { $0 > from + .seconds(86_400) }
      let expected = naive.filter { $0 > from + .seconds(86_400) }
      #expect(found == expected, "seed \(seed), \(zone) at \(clock)")
    }
  }
}
