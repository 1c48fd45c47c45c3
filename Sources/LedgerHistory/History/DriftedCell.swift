package import Ledger
package import LedgerStorage
import GRDB
package import Roster

/// One change that no batch made, or one write that was not observed.
package struct DriftedCell: Hashable, Sendable {
  /// What happened.
  package let kind: DriftKind
  /// The person; nil for a change of the catalog.
  package let user: Verbatim?
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog at the position.
  package let fieldName: Verbatim?
  /// The item index; nil for a change of the catalog.
  package let item: Int?
  /// The earlier content, or the written one that was observed otherwise; nil if there was none.
  package let from: Content?
  /// The observed content; for a write that was never observed, the written one.
  package let to: Content?
  /// When it was first observed; nil for a write that was not.
  package let firstObserved: Instant?
  /// When a response last covered the field before that; nil if none did.
  package let lastObservedBefore: Instant?
  /// The number of the event; nil for a change of the catalog.
  package let address: EventAddress?
  /// The operation number of the batch that wrote; nil if none did.
  package let batch: Int64?
  /// Since when it is so, as far as is known: first observed, or accepted.
  package let since: Instant
}

/// How a system's values differ from what our batches wrote.
package enum DriftKind: String, CaseIterable, Hashable, Sendable {
  /// A cell changed, and no batch of ours wrote it.
  case changed
  /// A write was accepted, and no response has shown it yet.
  case neverObserved
  /// A write was accepted, and the next response showed another value.
  case observedOtherwise
  /// The catalog calls an option otherwise.
  case optionRenamed
}

/// The drift to include.
package struct DriftFilter: Hashable, Sendable {
  /// The system.
  package var system: System
  /// These users, or all.
  package var users: [Verbatim]?
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// Whether fields that the system computes are included.
  package var includesDerived: Bool
  /// Only what was recorded after this position; nil for everything.
  package var after: ReadPosition?
  /// The position to read at; nil for the end of the log.
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
