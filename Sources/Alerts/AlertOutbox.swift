package import Roster

/// What waits to be said to one sink: at most one digest a minute, again until it arrives; a pure
/// value.
///
/// Of each kind of alert only the latest notice waits, so that what waits does not grow.
package struct AlertOutbox: Hashable, Codable, Sendable {
  /// The time between two digests.
  package static let pace = Duration.seconds(60)

  private var waiting: [AlertNotice] = []
  private var underWay: AlertDigest?
  /// Before which time nothing is sent, in milliseconds since 1970.
  private var notBefore: Int64?

  /// Nothing waits.
  package init() {}

  /// Whether nothing waits.
  package var isEmpty: Bool { waiting.isEmpty && underWay == nil }

  /// Adds what is to be said.
  package mutating func add(_ notices: [AlertNotice]) {
    for notice in notices {
      waiting.removeAll { $0.kind == notice.kind }
      waiting.append(notice)
    }
  }

  /// The digest to send now: the last one again if it did not arrive, otherwise what waits.
  ///
  /// - Parameters:
  ///   - now: The time.
  ///   - id: Makes the id of a new digest.
  /// - Returns: The digest; nil if nothing waits, or the minute is not over.
  package mutating func next(now: Instant, id: () -> String) -> AlertDigest? {
    // A time that is further away was noted before the clock was set back.
    let wait = Duration.milliseconds((notBefore ?? 0) - now.milliseconds)
    if .zero < wait, wait <= .seconds(3600) { return nil }
    if underWay == nil, !waiting.isEmpty {
      underWay = AlertDigest(id: id(), madeAt: now, notices: waiting)
      waiting = []
    }
    return underWay
  }

  /// Notes what became of the digest under way.
  ///
  /// - Parameters:
  ///   - failure: Why it did not arrive; nil if it did.
  ///   - now: The time.
  package mutating func note(_ failure: AlertFailure?, now: Instant) {
    notBefore = (now + max(Self.pace, failure?.retryAfter ?? .zero)).milliseconds
    if failure == nil { underWay = nil }
  }
}
