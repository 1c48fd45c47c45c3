package import Roster

/// The address of an event: `1042.7` is event 7 of entry 1042.
package struct EventAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The entry that states the event.
  package let entry: EntryID
  /// The event's ordinal in the entry's stated set, from 1.
  package let ordinal: Int

  package init(entry: EntryID, ordinal: Int) {
    self.entry = entry
    self.ordinal = ordinal
  }

  /// Reads an address; nil for another form.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
    guard parts.count == 2, let entry = parts[0], let ordinal = parts[1] else { return nil }
    self.init(entry: EntryID(entry), ordinal: Int(ordinal))
  }

  package static func < (left: EventAddress, right: EventAddress) -> Bool {
    (left.entry, left.ordinal) < (right.entry, right.ordinal)
  }

  /// The address as people write it.
  package var description: String { "\(entry).\(ordinal)" }
}
