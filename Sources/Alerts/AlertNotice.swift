package import Roster

/// What is said of one alert at one moment.
package struct AlertNotice: Hashable, Codable, Sendable {
  /// What has become of the alert.
  package enum Change: String, Codable, Sendable {
    /// It was opened.
    case opened
    /// It is still open a day after the last notice.
    case repeated
    /// It was closed.
    case closed
  }

  /// The kind of the alert.
  package let kind: AlertKind
  /// What has become of it.
  package let change: Change
  /// What was found, in counts and spans.
  ///
  /// It has no value and no name, and ends without a full stop.
  package let text: String
  /// The number of the operation that shows more; nil if there is none.
  package let operation: Int64?
  /// When the alert was opened, in milliseconds since 1970.
  private let openedAt: Int64

  /// When the alert was opened.
  package var since: Instant { Instant(milliseconds: openedAt) }

  package init(
    kind: AlertKind,
    change: Change,
    text: String,
    operation: Int64?,
    since: Instant
  ) {
    (self.kind, self.change, self.text, self.operation) = (kind, change, text, operation)
    openedAt = since.milliseconds
  }

  /// One line for people.
  ///
  /// `Opened: fetchTooOld. The last fetch is 1 d 3 h old; the limit is 1 d 2 h. Operation 42.`
  package var line: String {
    let head: String =
      switch change {
      case .opened: "Opened"
      case .repeated: "Still open"
      case .closed: "Closed"
      }
    let more = operation.map { " Operation \($0)." } ?? ""
    return "\(head): \(kind.rawValue). \(text).\(more)"
  }
}
