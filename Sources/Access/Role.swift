/// What the holder of a token does in the company, and so what the token may do.
///
/// A role that a person has by signing in (approver, emergency, subject) is none of a token.
package enum Role: String, CaseIterable, Hashable, Sendable {
  /// Reads the roster, its changes and reports.
  case analyst
  /// Reads everything, and proves and verifies it; changes nothing.
  case auditor
  /// Of HR: reads, records and writes.
  case administrator
  /// Keeps the service running; sees no value of a person.
  case keeper
  /// A program that follows the feed.
  case client

  /// What it may do.
  package var permissions: Set<Permission> {
    switch self {
    case .analyst: [.readPeople, .readChanges, .readReports, .readHealth]
    case .auditor:
      [
        .readPeople, .readChanges, .readReports, .readLog, .readHealth, .prove, .verify, .feed,
      ]
    case .administrator:
      [
        .readPeople, .readChanges, .readReports, .readLog, .readHealth, .feed, .fetch, .plan, .push,
        .settle, .hold,
      ]
    case .keeper: [.readHealth, .backUp, .manageTokens, .manageWebhooks]
    case .client: [.feed]
    }
  }
}
