package import Roster

/// A part of the feed.
package struct FeedPage: Hashable, Sendable {
  /// The events, in the order of the log.
  package let events: [FeedEvent]
  /// How far it looked: every wanted event up to this entry is in the page, or in one before.
  package let position: EntryID
  /// Whether the log had no later entry when it was read.
  package let isAtEnd: Bool

  package init(events: [FeedEvent], position: EntryID, isAtEnd: Bool) {
    self.events = events
    self.position = position
    self.isAtEnd = isAtEnd
  }
}
