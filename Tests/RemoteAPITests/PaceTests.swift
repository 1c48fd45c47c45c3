import RemoteAPI
import RollbookTestSupport
import Roster
import Testing

struct PaceTests {
  private let start = Instant(milliseconds: 1_000_000)

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `no window holds more calls than allowed, and no call waits without need`(seed: UInt64) {
    var random = Seeded(seed)
    let allowed = Int.random(in: 1...25, using: &random)
    var pace = Pace(callsPerSecond: allowed)
    var now = start
    var departures: [Instant] = []
    for _ in 0..<300 {
      now = now + .milliseconds(Int.random(in: 0...80, using: &random))
      let wait = pace.reserve("list", now: now)
      departures.append(now + wait)
      if wait > .zero, departures.count > allowed {
        let first = departures[departures.count - 1 - allowed]
        let before = departures[departures.count - 2]
        #expect(now + wait == max(first + Pace.window, before), "seed \(seed)")
      }
    }
    for (early, late) in zip(departures, departures.dropFirst(allowed)) {
      #expect(late - early >= Pace.window, "seed \(seed)")
    }
  }

  @Test func `each API has a limit of its own`() {
    var pace = Pace(callsPerSecond: 1)
    #expect(pace.reserve("list", now: start) == .zero)
    #expect(pace.reserve("meta", now: start) == .zero)
    #expect(pace.reserve("list", now: start) == Pace.window)
  }

  @Test func `a hold delays what is booked after it`() {
    var pace = Pace(callsPerSecond: 20)
    pace.hold("list", for: .seconds(3), now: start)
    pace.hold("list", for: .seconds(1), now: start)
    #expect(pace.reserve("list", now: start) == .seconds(3))
    #expect(pace.reserve("meta", now: start) == .zero)
    #expect(pace.reserve("list", now: start + .seconds(4)) == .zero)
  }

  @Test func `a clock that is set back delays no call`() {
    var pace = Pace(callsPerSecond: 1)
    pace.hold("list", for: .seconds(3), now: start)
    _ = pace.reserve("list", now: start)
    #expect(pace.reserve("list", now: start + .seconds(-3600)) == .zero)
  }

  @Test func `the pacer waits as long as the pace requires`() async throws {
    let timekeeper = ManualTimekeeper(start)
    let pacer = Pacer(callsPerSecond: 2, timekeeper: timekeeper)
    for _ in 0..<5 { try await pacer.wait(for: "list") }
    #expect(timekeeper.now() == start + Pace.window * 2)
    pacer.hold("list", for: .seconds(9))
    try await pacer.wait(for: "list")
    #expect(timekeeper.now() == start + Pace.window * 2 + .seconds(9))
  }
}
