package import Roster

/// What the holder of a token does in the company, and so what the token may do.
///
/// By which duties a person may approve is said beside it (`people` of the settings).
package enum Role: String, CaseIterable, Hashable, Sendable {
  /// Reads the roster, its changes and reports.
  case analyst
  /// Reads everything, and proves and verifies it; changes nothing.
  case auditor
  /// Of HR: reads, records and writes.
  case administrator
  /// Keeps the service running; sees no value of another person.
  case keeper
  /// Approves or declines what others propose; sees nothing else of people.
  case approver
  /// A program that follows the feed.
  case client
  /// A person of the roster: sees their own record and who looked at it, and nothing else.
  case subject

  /// What it may do.
  package var permissions: Set<Permission> {
    switch self {
    case .analyst: [.readOwn, .readPeople, .readChanges, .readReports, .readHealth]
    case .auditor:
      [
        .readOwn, .readPeople, .reveal, .readChanges, .readReports, .readLog, .readProposals,
        .readHealth,
        .prove, .verify, .feed, .approve,
      ]
    case .administrator:
      [
        .readOwn, .readPeople, .reveal, .readChanges, .readReports, .readLog, .readProposals,
        .readHealth, .feed, .fetch, .plan, .push, .settle, .hold, .erase, .approve,
      ]
    case .keeper: [.readOwn, .readHealth, .backUp, .manageTokens, .manageWebhooks]
    case .approver: [.readOwn, .readHealth, .readProposals, .approve]
    case .client: [.feed]
    case .subject: [.readOwn]
    }
  }

  /// The classes of fields whose values it sees whole, unless a token says otherwise.
  ///
  /// Sensitive values are seen by no role: auditors and administrators reveal them one by one.
  package var classes: Set<FieldClass> {
    switch self {
    case .auditor, .administrator: [.open, .private]
    case .analyst, .keeper, .approver, .client, .subject: [.open]
    }
  }
}
