import GRDB
package import Roster

/// Of which fields of a user the log knows how they stand, whatever they hold, and how it knows.
package struct KnownFields: Hashable, Sendable {
  /// Fields that a response or an imported file stated, an empty one included.
  package let reported: Set<FieldCode>
  /// Fields that a write reached that was accepted, or settled as applied.
  package let written: Set<FieldCode>
  /// Fields that a write may have reached, of which it is not known, and nothing was seen since.
  package let open: Set<FieldCode>

  package init(
    reported: Set<FieldCode> = [],
    written: Set<FieldCode> = [],
    open: Set<FieldCode> = []
  ) {
    self.reported = reported
    self.written = written
    self.open = open
  }
}
