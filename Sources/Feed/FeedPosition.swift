package import Roster

/// A place in the feed: `1042` is after all events of entry 1042, `1042.7` after its event 7.
package struct FeedPosition: Hashable, Sendable, CustomStringConvertible {
  /// The entry; 0 is the beginning of the feed.
  package let entry: EntryID
  /// The last event of the entry that is before the place; nil if all are.
  package let ordinal: Int?

  package init(_ entry: EntryID, ordinal: Int? = nil) {
    self.entry = entry
    self.ordinal = ordinal
  }

  /// Reads a place, or the identifier of the event after which it is; nil for another form, or an
  /// event of another ledger.
  ///
  /// - Parameters:
  ///   - text: `1042`, `1042.7`, or the same behind the identifier of the ledger and a slash.
  ///   - ledger: The identifier of the ledger.
  package init?(_ text: String, ledger: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 1 || parts.count == 2 && parts[0].utf8.elementsEqual(ledger.utf8),
      let numbers = parts.last?.split(separator: ".", omittingEmptySubsequences: false),
      numbers.count <= 2, let entry = Self.number(numbers[0])
    else { return nil }
    guard numbers.count == 2 else {
      self.init(EntryID(entry))
      return
    }
    guard entry > 0, let ordinal = Self.number(numbers[1]), ordinal > 0 else { return nil }
    self.init(EntryID(entry), ordinal: ordinal)
  }

  package var description: String { "\(entry)" + (ordinal.map { ".\($0)" } ?? "") }

  /// The last entry of which no event is after the place.
  var entryBefore: EntryID { ordinal == nil ? entry : entry - 1 }

  private static func number(_ text: Substring) -> Int? {
    Int(text).flatMap { $0 >= 0 && String($0) == text ? $0 : nil }
  }
}
