import GRDB
package import Roster

/// Which fields of a user the log has a state of, with or without a value, and from where.
package struct KnownFields: Hashable, Sendable {
  /// Fields that a response or an imported file stated, including empty ones.
  package let reported: Set<FieldCode>
  /// Fields with a write that was accepted, or settled as applied.
  package let written: Set<FieldCode>
  /// Fields with a write of unknown result, and no observation since.
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
