package import Ledger
import LedgerHistory
import Roster

/// The log as CloudEvents.
///
/// Example: `try Feed(of: ledger, source: "https://rollbook.example.cn").page(FeedQuery())` is the
/// first page of all events.
package struct Feed: Sendable {
  private let ledger: Ledger
  private let source: String
  /// The identifier of the ledger, in hexadecimal digits.
  package let identifier: String

  /// - Parameters:
  ///   - ledger: The ledger.
  ///   - source: What the events name as their source: the URL of the service.
  /// - Throws: `LedgerError`.
  package init(of ledger: Ledger, source: String) throws {
    self.ledger = ledger
    self.source = source
    identifier = try ledger.identifier()
  }

  /// Reads a page, in one unchanging state of the log.
  ///
  /// - Parameter query: The events.
  /// - Returns: The page.
  /// - Throws: `LedgerError`, `noSuchEntry` if the log ends before the place after which it begins.
  package func page(_ query: FeedQuery) throws -> FeedPage {
    // A place within an entry is after the entry before it, which the log may have without this one.
    if query.after.ordinal != nil { _ = try ledger.position(at: .entry(query.after.entry)) }
    let filter = FollowFilter(
      after: query.after.entryBefore,
      kinds: query.kinds.reduce(into: []) { $0.formUnion($1.entries) },
      fields: query.fields,
      entries: query.reach
    )
    var events: [FeedEvent] = []
    var first: FollowedFact?
    var last: FollowedFact?
    /// The place in `events` of the first one of the last entry.
    var beginning = 0
    var end: EntryID?
    let (through, logEnd) = try ledger.follow(filter) { fact in
      if fact.isBefore(query.after) { return true }
      guard let event = FeedEvent(fact, of: query, source: source, ledger: identifier) else {
        return true
      }
      if query.isOneAppend, let first, fact.appendEnd != first.appendEnd { return false }
      if fact.entry != last?.entry { beginning = events.count }
      if events.count >= query.limit, beginning > 0 {
        events.removeSubrange(beginning...)
        end = fact.entry - 1
        return false
      }
      events.append(event)
      first = first ?? fact
      last = fact
      return true
    }
    let whole = query.isOneAppend ? first?.appendEnd ?? through : through
    let position = max(end ?? whole, query.after.entry)
    return FeedPage(
      events: Self.placed(events),
      position: position,
      isAtEnd: position == logEnd
    )
  }

  /// The last event of each entry is the end of it.
  private static func placed(_ events: [FeedEvent]) -> [FeedEvent] {
    events.indices.map { index in
      var event = events[index]
      if index + 1 == events.count || events[index + 1].position.entry != event.position.entry {
        event.position = FeedPosition(event.position.entry)
      }
      return event
    }
  }
}

extension FollowedFact {
  /// Whether a follower at a place has had it.
  fileprivate func isBefore(_ position: FeedPosition) -> Bool {
    guard entry == position.entry, let ordinal = position.ordinal else { return false }
    guard case .cell(let cell) = detail else { return true }
    return cell.ordinal <= ordinal
  }
}
