import RollbookTestSupport
import Roster
import Testing
import Webhooks

@Suite struct DeliveryDeciderTests {
  private let start = Instant(milliseconds: 1_767_225_600_000)

  @Test(arguments: [0, 0.5, 0.999])
  func `a message that fails is tried after 5 s, 1 min, 5 min, 30 min, 2 h, and every 6 h`(
    random: Double
  ) {
    var decider = DeliveryDecider(position: 7)
    var now = start
    var waits: [Int64] = []
    for _ in 0..<9 {
      #expect(decider.step(at: now) == .send(after: 7))
      decider.note(.failed, of: 8, at: now, random: random)
      guard case .wait(let time) = decider.step(at: now) else {
        Issue.record("no wait")
        return
      }
      #expect(decider.step(at: time + .milliseconds(-1)) == .wait(until: time))
      waits.append((time - now).inMilliseconds / 1000)
      now = time
    }
    let six = 21_600 + Int64(2160 * random)
    #expect(waits == [5, 60, 300, 1800, 7200, six, six, six, six])
    #expect(decider.failures == 9 && decider.failingSince == start)
  }

  @Test func `after a day of failures it is stalled, until a message arrives`() {
    var decider = DeliveryDecider(position: 0)
    decider.note(.failed, of: 1, at: start, random: 0)
    #expect(!decider.isStalled(at: start + .seconds(86_399)))
    let day = start + .seconds(86_400)
    #expect(decider.isStalled(at: day))
    decider.note(.failed, of: 1, at: day, random: 0)
    #expect(decider.isStalled(at: day))
    decider.note(.delivered, of: 1, at: day, random: 0)
    #expect(!decider.isStalled(at: day) && decider == DeliveryDecider(position: 1))
  }

  private static let statuses: [(Int?, DeliveryOutcome)] = [
    (200, .delivered), (204, .delivered), (299, .delivered), (410, .gone), (301, .failed),
    (304, .failed), (307, .failed), (400, .failed), (404, .failed), (429, .failed), (500, .failed),
    (199, .failed), (nil, .failed),
  ]

  @Test(arguments: statuses)
  func `a status is a delivery, the end, or a failure`(status: Int?, outcome: DeliveryOutcome) {
    #expect(DeliveryOutcome(status: status) == outcome)
  }

  @Test func `410 ends it, and a person may begin again`() {
    var decider = DeliveryDecider(position: 4)
    decider.note(.gone, of: 5, at: start, random: 0)
    #expect(decider.step(at: start + .seconds(1_000_000)) == .ended)
    decider.resume()
    #expect(decider.step(at: start) == .send(after: 4))
  }

  @Test func `a clock that is set back ends a wait`() {
    var decider = DeliveryDecider(position: 4)
    decider.note(.failed, of: 5, at: start, random: 0)
    #expect(decider.step(at: start + .seconds(-60)) == .send(after: 4))
  }
}
