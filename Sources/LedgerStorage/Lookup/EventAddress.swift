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

  package static func < (left: EventAddress, right: EventAddress) -> Bool {
    (left.entry, left.ordinal) < (right.entry, right.ordinal)
  }

  /// The address as people write it.
  package var description: String { "\(entry).\(ordinal)" }
}
