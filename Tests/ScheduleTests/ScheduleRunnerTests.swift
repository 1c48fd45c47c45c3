import RollbookTestSupport
import Roster
import Schedule
import Synchronization
import Tables
import Testing

@Suite struct ScheduleRunnerTests {
  private final class Notes: Sendable {
    private let list = Mutex<[String]>([])
    var all: [String] { list.withLock { $0 } }
    func add(_ note: String) { list.withLock { $0.append(note) } }
  }

  private func runner(
    _ texts: [[String: String]],
    _ timekeeper: ManualTimekeeper,
    lastRuns: [String: Instant] = [:],
    perform: @escaping ScheduleRunner.Perform
  ) throws -> ScheduleRunner {
    let lines = try texts.map { try ScheduleLine($0) }
    return ScheduleRunner(
      decider: ScheduleDecider(lines: lines, times: .universal, seed: 1),
      since: timekeeper.now(),
      timekeeper: timekeeper,
      lastRuns: { lastRuns },
      perform: perform
    )
  }

  @Test func `it starts what is due, and ends when it is cancelled`() async throws {
    let timekeeper = ManualTimekeeper()
    let notes = Notes()
    let (done, end) = AsyncStream.makeStream(of: Void.self)
    let runner = try runner(
      [["do": "fetch", "every": "1h"], ["do": "verify", "at": "02:30"]],
      timekeeper
    ) {
      task in
      // This clock may go on before the run has begun, so the time is the one for which it was started.
      notes.add("\(task.line.action.kind) \(task.due.wallClock)")
      if notes.all.count == 7 { end.finish() }
      return .ended
    }
    let run = Task { try await runner.run() }
    for await _ in done {}
    run.cancel()
    try await run.value
    let expected = [
      "fetch 2026-01-01 00:00:00", "fetch 2026-01-01 01:00:00", "fetch 2026-01-01 02:00:00",
      "verify 2026-01-01 02:30:00", "fetch 2026-01-01 03:00:00", "fetch 2026-01-01 04:00:00",
      "fetch 2026-01-01 05:00:00",
    ]
    #expect(Array(notes.all.prefix(7)) == expected)
  }

  @Test func `cancelled, it waits until what it started has stopped`() async throws {
    let notes = Notes()
    let (started, begin) = AsyncStream.makeStream(of: Void.self)
    let runner = try runner([["do": "fetch", "every": "1h"]], ManualTimekeeper()) { _ in
      begin.finish()
      while !Task.isCancelled { await Task.yield() }
      notes.add("stopped")
      return .ended
    }
    let run = Task { try await runner.run() }
    for await _ in started {}
    run.cancel()
    try await run.value
    #expect(notes.all == ["stopped"])
  }

  @Test func `what is busy is tried again a minute later`() async throws {
    let timekeeper = ManualTimekeeper()
    let notes = Notes()
    let (done, end) = AsyncStream.makeStream(of: Void.self)
    let runner = try runner([["do": "fetch", "every": "1h"]], timekeeper) { _ in
      notes.add(timekeeper.now().wallClock)
      if notes.all.count == 4 { end.finish() }
      return notes.all.count < 3 ? .busy : .ended
    }
    let run = Task { try await runner.run() }
    for await _ in done {}
    run.cancel()
    try await run.value
    let minutes = notes.all.prefix(3).map { $0.dropFirst(14).prefix(2) }
    #expect(minutes.first == "00")
    #expect(notes.all.prefix(3).allSatisfy { $0 < "2026-01-01 00:10:00" })
    #expect(notes.all[3] >= "2026-01-01 01:01:00")
  }

  @Test func `a clock that is set back delays a line by no more than its span`() async throws {
    let timekeeper = ManualTimekeeper()
    let now = timekeeper.now()
    let (done, end) = AsyncStream.makeStream(of: Void.self)
    let future = ["fetch every 1h": now + .seconds(86_400 * 365)]
    let runner = try runner([["do": "fetch", "every": "1h"]], timekeeper, lastRuns: future) { _ in
      end.finish()
      return .ended
    }
    let run = Task { try await runner.run() }
    for await _ in done {}
    #expect(timekeeper.now() - now < .seconds(2 * 3600))
    run.cancel()
    try await run.value
  }
}
