import RemoteAPI
import RollbookTestSupport
import Testing

struct RetryPolicyTests {
  private typealias Rule = RetryPolicy.Rule

  private let policy = RetryPolicy(
    throttled: Rule(attempts: 7, first: .seconds(2), cap: .seconds(30)),
    busy: Rule(attempts: 4, first: .seconds(1), cap: .seconds(10)),
    failed: Rule(attempts: 2, first: .seconds(20), cap: .seconds(10))
  )

  @Test(
    arguments: [
      (.throttled, 1, 1000, 2000), (.throttled, 2, 2000, 4000), (.throttled, 4, 8000, 16000),
      (.throttled, 5, 15000, 30000), (.throttled, 6, 15000, 30000), (.busy, 1, 500, 1000),
      (.busy, 3, 2000, 4000), (.transport, 1, 5000, 10000), (.serverFailed, 1, 5000, 10000),
    ] as [(RetryPolicy.Cause, Int, Int, Int)]
  )
  func `waits double up to the cap, half of each left to chance`(
    cause: RetryPolicy.Cause,
    attempt: Int,
    shortest: Int,
    longest: Int
  ) {
    #expect(policy.wait(after: cause, attempt: attempt, random: 0) == .milliseconds(shortest))
    let almost = policy.wait(after: cause, attempt: attempt, random: 0.999_999)
    #expect(almost.map { $0 < .milliseconds(longest) && $0 > .milliseconds(longest - 2) } == true)
  }

  @Test(
    arguments: [(.throttled, 7), (.busy, 4), (.transport, 2), (.serverFailed, 2)]
      as [(RetryPolicy.Cause, Int)]
  )
  func `after its attempts a cause is given up`(cause: RetryPolicy.Cause, attempts: Int) {
    #expect(policy.wait(after: cause, attempt: attempts - 1, random: 0.5) != nil)
    #expect(policy.wait(after: cause, attempt: attempts, random: 0.5) == nil)
    #expect(policy.wait(after: cause, attempt: attempts + 1, random: 0.5) == nil)
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `no wait of the standard policy leaves its bounds`(seed: UInt64) {
    var random = Seeded(seed)
    let standard = RetryPolicy()
    for cause in RetryPolicy.Cause.allCases {
      for attempt in 1...20 {
        let chance = Double.random(in: 0..<1, using: &random)
        guard let wait = standard.wait(after: cause, attempt: attempt, random: chance) else {
          continue
        }
        #expect(wait >= .milliseconds(500) && wait <= .seconds(30), "seed \(seed), \(cause)")
      }
    }
  }
}
