import Roster
import Tables

/// What the numbers of a moment say about one kind of alert.
struct AlertFinding: Hashable {
  /// Whether the alert is to be open.
  let isOpen: Bool
  /// What was found, in words, without a full stop.
  let text: String

  init(_ isOpen: Bool, _ text: String) { (self.isOpen, self.text) = (isOpen, text) }

  /// Judges one kind.
  ///
  /// - Parameters:
  ///   - kind: The kind of alert.
  ///   - health: The numbers.
  ///   - limits: From when on a number is an alert.
  /// - Returns: The finding; nil if its number is unknown.
  static func of(
    _ kind: AlertKind,
    in health: ServiceHealth,
    limits: AlertLimits
  ) -> AlertFinding? {
    switch kind {
    case .fetchTooOld, .fetchFailed, .fieldWithheld, .listShrunk, .driftAbove:
      ofFetches(kind, health, limits)
    case .rowsUncertain: uncertain(health, limits)
    case .verifyDamaged:
      counted(health.damageFindings, over: 0) { "The verification has \($0.counted("finding"))" }
    case .diskBelow:
      health.freeBytes.map { free in
        AlertFinding(
          free < limits.freeBytes,
          "\(free >> 20) MB are free beside the ledger; the limit is \(limits.freeBytes >> 20) MB"
        )
      }
    case .headKeptNowhereElse:
      health.headUnkeptFor.map { span in
        AlertFinding(
          span > limits.headUnkeptFor,
          span == .zero
            ? "The last head is kept elsewhere"
            : "The last head has been kept nowhere else for \(Times.span(span))"
        )
      }
    case .feedLag:
      counted(health.feedLag, over: limits.feedLag) {
        "A consumer of the feed is \($0.counted("entry", "entries")) behind"
      }
    case .webhookStalled:
      counted(health.stalledWebhooks, over: 0) {
        "\($0.counted("webhook")) delivered nothing for a day"
      }
    case .accessUnusual: accesses(health, limits)
    case .proposalAwaiting:
      counted(health.awaitingProposals, over: 0) {
        $0 == 0 ? "No proposal waits" : "\($0.counted("proposal")) to approve or decline"
      }
    case .notYetReviewed:
      counted(health.unreviewedProposals, over: 0) {
        "\($0.counted("proposal")) applied before all approvals and not reviewed"
      }
    }
  }

  /// Judges what the last fetches showed.
  private static func ofFetches(
    _ kind: AlertKind,
    _ health: ServiceHealth,
    _ limits: AlertLimits
  ) -> AlertFinding? {
    switch kind {
    case .fetchTooOld:
      health.fetchAge.map { age in
        AlertFinding(
          age > limits.fetchAge,
          "The last fetch is \(Times.span(age)) old; the limit is \(Times.span(limits.fetchAge))"
        )
      }
    case .fetchFailed:
      health.failedFetches.map { count in
        AlertFinding(
          count >= max(1, limits.failedFetches),
          count == 0
            ? "The last fetch succeeded"
            : "\(count.counted("fetch", "fetches")) failed in a row"
        )
      }
    case .fieldWithheld:
      counted(health.withheldFields, over: 0) { "\($0.counted("field")) came back for no person" }
    case .listShrunk:
      health.isListShrunk.map { isShrunk in
        AlertFinding(
          isShrunk,
          isShrunk
            ? "The user list is so much shorter that no user is taken to have left"
            : "The user list is as long as expected"
        )
      }
    default:
      counted(health.driftCells, over: limits.driftCells) {
        "\($0.counted("cell")) changed outside Rollbook; the limit is \(limits.driftCells)"
      }
    }
  }

  private static func counted(
    _ count: Int?,
    over limit: Int,
    _ text: (Int) -> String
  ) -> AlertFinding? {
    count.map { AlertFinding($0 > limit, text($0)) }
  }

  private static func accesses(
    _ health: ServiceHealth,
    _ limits: AlertLimits
  ) -> AlertFinding? {
    guard let people = health.peopleShown, let reveals = health.nightReveals else { return nil }
    return AlertFinding(
      people > limits.accessUnusual || reveals > 0,
      "In the last hour one account was shown \(people.counted("person", "people")) one by one; "
        + "values were revealed \(reveals.counted("time")) at night"
    )
  }

  private static func uncertain(
    _ health: ServiceHealth,
    _ limits: AlertLimits
  ) -> AlertFinding? {
    guard let rows = health.uncertainRows else { return nil }
    guard rows > 0 else { return AlertFinding(false, "No row is uncertain") }
    return health.uncertainAge.map { age in
      AlertFinding(
        age >= limits.uncertainAge,
        "\(rows.counted("row")) uncertain, the oldest for \(Times.span(age))"
      )
    }
  }
}
