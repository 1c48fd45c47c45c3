package import Roster
package import Tables

/// Decides which lines of a schedule are due; a pure value.
///
/// A line is due if a time of it has passed since its last run, however many have: what was missed
/// runs once.
package struct ScheduleDecider: Sendable {
  private struct Timed: Sendable {
    let line: ScheduleLine
    let delay: Duration
  }

  private let lines: [Timed]
  private let clock: CivilClock

  /// Creates a decider.
  ///
  /// - Parameters:
  ///   - lines: The lines, of different names.
  ///   - times: The zone of their times.
  ///   - seed: What the delays by `spread` are derived from.
  package init(lines: [ScheduleLine], times: Times, seed: UInt64) {
    clock = CivilClock(times)
    self.lines = lines.map { line in
      Timed(line: line, delay: ScheduleDecider.delay(of: line, seed: seed))
    }
  }

  /// Decides.
  ///
  /// - Parameters:
  ///   - state: What ran and what runs.
  ///   - now: The time.
  /// - Returns: What is to be started now, and when to ask again.
  package func decide(_ state: ScheduleState, now: Instant) -> ScheduleDecision {
    var due: [(index: Int, task: ScheduledTask)] = []
    var next: Instant?
    for (index, timed) in lines.enumerated() {
      let line = timed.line
      let last = state.lastRuns[line.name].map { min($0, now) }
      let time = time(of: timed, last: last, since: min(state.since, now), now: now)
      let wake = max(time, state.notBefore[line.name] ?? time)
      if wake > now {
        next = min(next ?? wake, wake)
      } else if !state.running.contains(line.action.kind) {
        let task = ScheduledTask(line: line, due: time, isFirstOfWeek: isFirst(last, now))
        due.append((index, task))
      }
    }
    due.sort { ($0.task.due, $0.index) < ($1.task.due, $1.index) }
    var kinds: Set<ScheduledAction.Kind> = []
    let chosen = due.map(\.task).filter { kinds.insert($0.line.action.kind).inserted }
    return ScheduleDecision(due: chosen, next: next)
  }

  /// When each line is due next, by its name; in the past for one that waits for another run.
  ///
  /// - Parameters:
  ///   - state: What ran.
  ///   - now: The time.
  /// - Returns: The times.
  package func next(_ state: ScheduleState, now: Instant) -> [String: Instant] {
    var times: [String: Instant] = [:]
    for timed in lines {
      let last = state.lastRuns[timed.line.name].map { min($0, now) }
      times[timed.line.name] = time(of: timed, last: last, since: min(state.since, now), now: now)
    }
    return times
  }

  private func isFirst(_ last: Instant?, _ now: Instant) -> Bool {
    guard let last else { return true }
    return CivilClock.week(of: clock.day(of: last)) != CivilClock.week(of: clock.day(of: now))
  }

  /// The first time of a line after its last run; if several have passed, the latest of these.
  private func time(
    of timed: Timed,
    last: Instant?,
    since: Instant,
    now: Instant
  ) -> Instant {
    switch timed.line.timing {
    case .at(let time):
      let latest = moment(of: time, timed.delay, days: (-9...0).reversed(), now) { $0 <= now }
      if let latest, latest > last ?? since { return latest }
      return moment(of: time, timed.delay, days: -1...9, now) { $0 > now } ?? now + .seconds(86_400)
    case .every(let span):
      let earliest = last.map { $0 + span } ?? since + timed.delay
      guard let window = timed.line.window else { return earliest }
      let time = inside(window, timed.delay, earliest)
      let later = max(time, inside(window, timed.delay, now))
      // A line that waits for others of its kind keeps its time, so that its turn comes.
      return later == now ? time : later
    }
  }

  /// The first moment of a time of the wall clock, on days around today, that a condition meets.
  private func moment(
    of time: ClockTime,
    _ delay: Duration,
    days: some Sequence<Int64>,
    _ now: Instant,
    where isRight: (Instant) -> Bool
  ) -> Instant? {
    let today = clock.day(of: now)
    for day in days {
      let day = today + day
      if let weekday = time.weekday, CivilClock.weekday(of: day) != weekday { continue }
      let moment = clock.moment(minute: time.minute, ofDay: day) + delay
      if isRight(moment) { return moment }
    }
    return nil
  }

  /// A moment if it is in the window, delayed as the line is; otherwise the window's next beginning.
  private func inside(_ window: ClockSpan, _ delay: Duration, _ moment: Instant) -> Instant {
    let ends = [moment, moment + (.zero - delay)]
    if ends.allSatisfy({ window.contains(clock.minute(of: $0)) }) { return moment }
    let today = clock.day(of: moment)
    for day in today - 1...today + 2 {
      let beginning = clock.moment(minute: window.from, ofDay: day) + delay
      if beginning > moment { return beginning }
    }
    return moment + .seconds(86_400)
  }

  /// A number from the seed and the line's name, below the line's spread (FNV-1a, then SplitMix64).
  private static func delay(of line: ScheduleLine, seed: UInt64) -> Duration {
    let spread = line.spread.inMilliseconds
    guard spread > 0 else { return .zero }
    var hash = line.name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    hash = (hash ^ seed) &+ 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    hash ^= hash >> 31
    return .milliseconds(Int64(hash % UInt64(spread)))
  }
}
