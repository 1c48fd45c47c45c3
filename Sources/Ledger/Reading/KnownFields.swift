import GRDB
public import Roster

/// Of which fields of a user the log knows how they stand, whatever they hold, and how it knows.
public struct KnownFields: Hashable, Sendable {
  /// Fields that a response or an imported file stated, an empty one included.
  public let reported: Set<FieldCode>
  /// Fields that a write reached that was accepted, or settled as applied.
  public let written: Set<FieldCode>
  /// Fields that a write may have reached, of which it is not known, and nothing was seen since.
  public let open: Set<FieldCode>

  /// States of which fields it is known how they stand; without arguments, of none.
  public init(
    reported: Set<FieldCode> = [],
    written: Set<FieldCode> = [],
    open: Set<FieldCode> = []
  ) {
    self.reported = reported
    self.written = written
    self.open = open
  }
}
