/// Where an event stands in the log: `1042.7` is the seventh event of entry 1042.
public struct EventAddress: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The entry that states the event.
  public let entry: Int64
  /// The event's place in the entry's stated set, from 1.
  public let ordinal: Int

  /// Names an event.
  public init(entry: Int64, ordinal: Int) {
    self.entry = entry
    self.ordinal = ordinal
  }

  public static func < (left: EventAddress, right: EventAddress) -> Bool {
    (left.entry, left.ordinal) < (right.entry, right.ordinal)
  }

  /// The address as people write it.
  public var description: String { "\(entry).\(ordinal)" }
}
