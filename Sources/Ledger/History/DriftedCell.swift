import GRDB
package import Roster

/// One change that no batch made, or one write that was not seen.
package struct DriftedCell: Hashable, Sendable {
  /// What it is.
  package let kind: DriftKind
  /// The person; nil for a change of the catalog.
  package let user: Verbatim?
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog of the moment.
  package let fieldName: Verbatim?
  /// The item index; nil for a change of the catalog.
  package let item: Int?
  /// What was there, or was written and seen otherwise; nil where nothing was.
  package let from: Content?
  /// What is there; of a write never seen, what was written.
  package let to: Content?
  /// When that was first seen; nil for a write that was not.
  package let firstObserved: Instant?
  /// When the field was last answered for before, otherwise; nil where it never was.
  package let lastObservedBefore: Instant?
  /// The event that says so; nil for a change of the catalog.
  package let address: EventAddress?
  /// The batch that wrote; nil where none did.
  package let batch: Int64?
  /// Since when it is so as far as we know: first seen, or accepted.
  package let since: Instant
}

/// How what a system holds moved away from what our batches wrote.
package enum DriftKind: String, CaseIterable, Hashable, Sendable {
  /// A cell was seen to change, and no batch of ours did it.
  case changed
  /// A write was accepted, and no response has shown it yet.
  case neverObserved
  /// A write was accepted, and the next response showed something else.
  case observedOtherwise
  /// The catalog calls an option otherwise.
  case optionRenamed
}

/// Which drift is wanted.
package struct DriftFilter: Hashable, Sendable {
  /// The system.
  package var system: System
  /// These users, or all.
  package var users: [Verbatim]?
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// Also of fields that the system computes.
  package var includesDerived: Bool
  /// Only what was recorded after this moment; all where nil.
  package var after: ReadPosition?
  /// Where in the log; nil for now.
  package var position: ReadPosition?

  package init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    includesDerived: Bool = false,
    after: ReadPosition? = nil,
    position: ReadPosition? = nil
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.includesDerived = includesDerived
    self.after = after
    self.position = position
  }
}
