@testable import PublicAPI
import RollbookTestSupport
import Roster
import Testing

/// How many requests a sender may send.
@Suite struct RequestAllowanceTests {
  private let start = Instant(milliseconds: 5_000)

  /// An allowance of which all is taken.
  private func empty() -> RequestAllowance {
    var allowance = RequestAllowance(now: start)
    while allowance.take(now: start) {}
    return allowance
  }

  /// Whether requests at these times after ``start`` are taken, one after the other.
  private func taken(_ allowance: RequestAllowance, at times: Int64...) -> [Bool] {
    var allowance = allowance
    return times.map { allowance.take(now: start + .milliseconds($0)) }
  }

  @Test func `forty requests at once are taken, and the next one waits a second at most`() {
    var allowance = RequestAllowance(now: start)
    var left: [Int] = []
    while allowance.take(now: start) { left.append(allowance.remaining) }
    #expect(left == (0..<40).reversed())
    #expect(allowance.untilNext == 1)
    #expect(allowance.untilMost == 2)
    #expect(
      taken(allowance, at: 49, 50, 50, 99, 100, 200, 200, 200) == [
        false, true, false, false, true, true, true, false,
      ]
    )
  }

  @Test(arguments: [2_000, 2_001, 86_400_000, Int64.max / 4])
  func `after two quiet seconds, and after any longer time, forty are there again`(quiet: Int64) {
    var allowance = empty()
    _ = allowance.take(now: start + .milliseconds(quiet))
    #expect(allowance.remaining == 39)
    #expect(allowance.untilNext == 0)
  }

  @Test func `a clock that runs backwards gives nothing`() {
    #expect(taken(empty(), at: -60_000, 0, 49, 50) == [false, false, false, true])
  }

  @Test(arguments: 0..<20)
  func `in no span are more taken than forty and twenty for each second of it`(seed: UInt64) {
    var random = Seeded(seed)
    var allowance = RequestAllowance(now: start)
    var now = start
    var taken: [Instant] = []
    var refused = 0
    for _ in 0..<1_000 {
      let longest: Int64 = Bool.random(using: &random) ? 5 : 120
      now = now + .milliseconds(Int64.random(in: 0...longest, using: &random))
      if allowance.take(now: now) { taken.append(now) } else { refused += 1 }
    }
    let isTooMany = taken.indices.contains { first in
      taken[first...].indices.prefix(300).contains { last in
        let span = taken[last].milliseconds - taken[first].milliseconds
        return Int64(last - first + 1) * 1_000 > 40_000 + span * 20
      }
    }
    #expect(!isTooMany, "seed \(seed)")
    #expect(refused > 0, "seed \(seed)")
  }
}
