@testable import Alerts
import Pages
import RollbookTestSupport
import Tables
import Testing

/// What a group robot says of an alert, in the language of its group.
@Suite struct AlertWordingTests {
  /// Numbers with which each kind of alert is open, or closed.
  private static func health(_ count: Int, _ span: Duration) -> ServiceHealth {
    var health = ServiceHealth()
    health.fetchAge = span
    health.failedFetches = count
    health.withheldFields = count
    health.isListShrunk = count > 0
    (health.uncertainRows, health.uncertainAge) = (count, span)
    health.driftCells = count
    health.damageFindings = count
    health.freeBytes = Int64(count) << 20
    health.headUnkeptFor = span
    health.feedLag = count
    health.stalledWebhooks = count
    health.awaitingProposals = count
    health.unreviewedProposals = count
    (health.peopleShown, health.nightReveals) = (count, count)
    return health
  }

  @Test(arguments: AlertKind.allCases)
  func `each alert is said in Chinese, whatever its numbers are`(kind: AlertKind) throws {
    let say = Wording(.zh, .universal)
    for count in [0, 1, 2, 1_234] {
      for span in [Duration.zero, .seconds(7), .seconds(900), .seconds(100_000)] {
        let health = Self.health(count, span)
        let finding = try #require(AlertFinding.of(kind, in: health, limits: AlertLimits()))
        let line = say.alert(kind.rawValue, "opened", finding.text, operation: 7)
        let letters = line.replacing(/MB|Rollbook/, with: "").unicodeScalars.filter {
          $0.isASCII && $0.properties.isAlphabetic
        }
        #expect(letters.isEmpty && line.hasPrefix("新告警：") && line.hasSuffix("操作 7。"), "\(line)")
      }
    }
  }

  @Test func `in English a line is that of the log`() {
    let line = Wording(.en, .universal).alert(
      "fetchTooOld",
      "repeated",
      "The last fetch is 1 d 3 h old; the limit is 1 d 2 h",
      operation: 42
    )
    #expect(
      line
        == "Still open: fetchTooOld. The last fetch is 1 d 3 h old; the limit is 1 d 2 h. Operation 42."
    )
  }
}
