import Feed
import Roster
import Synchronization
import VerbatimJSON
import Webhooks

/// The messages of a webhook: the feed, a batch of CloudEvents each.
///
/// A message ends with the transaction of its first event, or after 100 events, so it is the same
/// message with the same id after a restart, too.
final class FeedMessages: Sendable {
  /// The largest number of events in a message; an entry is never cut, so one entry alone may have
  /// more.
  static let most = 100

  private let feed: Feed
  private let query: FeedQuery
  /// How far nothing was found after the position that was asked for last.
  private let seen = Mutex<(after: UInt64, through: EntryID)?>(nil)

  /// - Parameters:
  ///   - feed: The feed.
  ///   - query: The wanted events; its place and its limit do not count.
  init(of feed: Feed, _ query: FeedQuery) {
    self.feed = feed
    var query = query
    query.limit = Self.most
    query.isOneAppend = true
    self.query = query
  }

  /// Up to which entry no event was found after a position; nil if that is not remembered.
  func looked(after position: UInt64) -> EntryID? {
    seen.withLock { $0?.after == position ? $0?.through : nil }
  }

  /// The first message after a position, as `WebhookSender.Next` gives it.
  ///
  /// - Parameter position: The position of the message before, or an entry of the log.
  /// - Returns: The message; nil if there is none yet.
  /// - Throws: `LedgerError`, `noSuchEntry` if the log ends before the position.
  func next(after position: UInt64) async throws -> WebhookMessage? {
    var query = query
    query.after = FeedPosition(looked(after: position) ?? EntryID(Int64(clamping: position)))
    while true {
      try Task.checkCancellation()
      let page = try await feed.read(query)
      guard page.events.isEmpty else {
        return WebhookMessage(
          position: UInt64(page.position.rawValue),
          id: "\(feed.identifier)/\(page.position)",
          body: JSON.array(page.events.map(\.json)).bytes
        )
      }
      seen.withLock { $0 = (position, page.position) }
      if page.isAtEnd { return nil }
      query.after = FeedPosition(page.position)
    }
  }
}
