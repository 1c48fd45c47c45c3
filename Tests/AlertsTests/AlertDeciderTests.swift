import Alerts
import RollbookTestSupport
import Roster
import Testing

@Suite struct AlertDeciderTests {
  private let start = Instant(milliseconds: 1_767_225_600_000)
  private let decider = AlertDecider(limits: AlertLimits())

  /// Numbers of a service in which all is well.
  static let well: ServiceHealth = {
    var health = ServiceHealth(operations: [.fetchTooOld: 42, .fieldWithheld: 43])
    health.fetchAge = .seconds(60)
    health.failedFetches = 0
    health.withheldFields = 0
    health.isListShrunk = false
    health.uncertainRows = 0
    health.driftCells = 0
    health.damageFindings = 0
    health.freeBytes = 5 << 30
    health.headUnkeptFor = .zero
    health.feedLag = 0
    health.stalledWebhooks = 0
    health.awaitingProposals = 0
    health.unreviewedProposals = 0
    (health.peopleShown, health.nightReveals) = (100, 0)
    return health
  }()

  /// Numbers of which one is wrong.
  static func wrong(_ kind: AlertKind) -> ServiceHealth {
    var health = well
    switch kind {
    case .fetchTooOld: health.fetchAge = .seconds(27 * 3600)
    case .fetchFailed: health.failedFetches = 2
    case .fieldWithheld: health.withheldFields = 1
    case .listShrunk: health.isListShrunk = true
    case .rowsUncertain: (health.uncertainRows, health.uncertainAge) = (3, .seconds(900))
    case .driftAbove: health.driftCells = 501
    case .verifyDamaged: health.damageFindings = 2
    case .diskBelow: health.freeBytes = 1 << 29
    case .headKeptNowhereElse: health.headUnkeptFor = .seconds(27 * 3600)
    case .feedLag: health.feedLag = 10_001
    case .webhookStalled: health.stalledWebhooks = 1
    case .proposalAwaiting: health.awaitingProposals = 1
    case .notYetReviewed: health.unreviewedProposals = 1
    case .accessUnusual: health.peopleShown = 101
    }
    return health
  }

  @Test(arguments: AlertKind.allCases)
  func `each alert is opened once, repeated daily, and closed once`(kind: AlertKind) {
    var alerts = OpenAlerts()
    #expect(decider.decide(Self.well, &alerts, now: start).isEmpty)
    var said: [String] = []
    for hour in 0..<50 {
      let notices = decider.decide(Self.wrong(kind), &alerts, now: start + .seconds(hour * 3600))
      #expect(notices.allSatisfy { $0.kind == kind && $0.since == start })
      said += notices.map { "\($0.change) \(hour)" }
    }
    #expect(said == ["opened 0", "repeated 24", "repeated 48"])
    #expect(Array(alerts.since.keys) == [kind])
    let end = start + .seconds(50 * 3600)
    #expect(decider.decide(Self.well, &alerts, now: end).map(\.change) == [.closed])
    #expect(decider.decide(Self.well, &alerts, now: end).isEmpty && alerts.since.isEmpty)
  }

  @Test func `one less than the limit is no alert`() {
    var health = Self.well
    health.fetchAge = .seconds(26 * 3600)
    health.failedFetches = 1
    (health.uncertainRows, health.uncertainAge) = (3, .seconds(899))
    health.driftCells = 500
    health.freeBytes = 1 << 30
    health.headUnkeptFor = .seconds(26 * 3600)
    health.feedLag = 10_000
    var alerts = OpenAlerts()
    #expect(decider.decide(health, &alerts, now: start).isEmpty)
  }

  @Test func `an unknown number neither opens nor closes`() {
    var alerts = OpenAlerts()
    #expect(decider.decide(ServiceHealth(), &alerts, now: start).isEmpty)
    #expect(decider.decide(Self.wrong(.diskBelow), &alerts, now: start).count == 1)
    #expect(decider.decide(ServiceHealth(), &alerts, now: start + .seconds(60)).isEmpty)
    #expect(Array(alerts.since.keys) == [.diskBelow])
  }

  @Test func `a clock that is set back does not silence an alert for long`() {
    var alerts = OpenAlerts()
    let later = start + .seconds(365 * 86_400)
    #expect(decider.decide(Self.wrong(.feedLag), &alerts, now: later).count == 1)
    #expect(decider.decide(Self.wrong(.feedLag), &alerts, now: start).map(\.change) == [.repeated])
    #expect(decider.decide(Self.wrong(.feedLag), &alerts, now: start + .seconds(60)).isEmpty)
  }

  @Test func `a notice names counts and the operation`() {
    var alerts = OpenAlerts()
    let old = decider.decide(Self.wrong(.fetchTooOld), &alerts, now: start)
    #expect(
      old.map(\.line)
        == [
          "Opened: fetchTooOld. The last fetch is 1 d 3 h old; the limit is 1 d 2 h. Operation 42."
        ]
    )
    let withheld = decider.decide(Self.wrong(.fieldWithheld), &alerts, now: start)
    #expect(withheld.map(\.operation) == [42, 43])
    #expect(
      withheld.last?.line
        == "Opened: fieldWithheld. 1 field came back for no person. Operation 43."
    )
  }

  @Test(arguments: [31, 32, 33] as [UInt64])
  func `whatever happens, notices of a kind alternate`(seed: UInt64) {
    var random = Seeded(seed)
    var alerts = OpenAlerts()
    var isOpen: [AlertKind: Bool] = [:]
    var now = start
    for _ in 0..<5000 {
      let kind = AlertKind.allCases.randomElement(using: &random) ?? .feedLag
      let numbers = [Self.well, Self.wrong(kind), ServiceHealth()].randomElement(using: &random)
      now = now + .seconds(Int.random(in: 1...7200, using: &random))
      for notice in decider.decide(numbers ?? Self.well, &alerts, now: now) {
        let wasOpen = isOpen[notice.kind] ?? false
        #expect(wasOpen == (notice.change != .opened), "seed \(seed)")
        isOpen[notice.kind] = notice.change != .closed
      }
      #expect(Set(alerts.since.keys) == Set(isOpen.filter(\.value).keys), "seed \(seed)")
    }
  }
}
