import Roster

/// The events that a reader can choose together.
package enum FeedKind: String, CaseIterable, Hashable, Sendable {
  /// A cell holds something else.
  case changed
  /// A person joined, left, was held, was erased …
  case person
  /// Two users are one person, or no longer.
  case link
  /// What became of a row of a batch.
  case row
  /// A batch began or ended.
  case batch
  /// Another operation began or ended.
  case operation
  /// A batch was proposed, or a proposal decided about.
  case proposal
  /// A system describes fields in another way.
  case catalog
  /// Something could not be read and was left out.
  case setAside
  /// A token was created or revoked.
  case token
  /// The service runs with other settings.
  case settings

  /// The entries that have such events.
  var entries: Set<EntryKind> {
    switch self {
    case .changed: [.fetched, .imported]
    case .person:
      [
        .joined, .left, .rejoined, .dismissed, .held, .released, .erased, .erasureRefused,
        .readmitted,
      ]
    case .link: [.linked, .unlinked]
    case .row: [.accepted, .rejected, .uncertain, .skipped, .settled]
    case .batch, .operation: [.opened, .closed]
    case .proposal: [.submitted, .decided]
    case .catalog: [.cataloged]
    case .setAside: [.setAside]
    case .token: [.granted, .revoked]
    case .settings: [.configured]
    }
  }
}
