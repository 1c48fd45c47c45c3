import GRDB
package import Roster

/// Which fields of a user the log has a state of, with or without a value, and from where.
package struct KnownFields: Hashable, Sendable {
  /// Fields that a response or an imported file stated, including empty ones.
  package var reported: Set<FieldCode> = []
  /// Fields with a write that was accepted, or settled as applied.
  package var written: Set<FieldCode> = []
  /// Fields with a write of unknown result, and no observation since.
  package var open: Set<FieldCode> = []
}
