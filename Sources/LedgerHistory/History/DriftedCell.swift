package import Ledger
import GRDB
package import Roster

/// One change that no batch made, or one write that was not observed.
package struct DriftedCell: CellRow, Hashable, Sendable {
  /// What happened.
  package let kind: DriftKind
  /// The person; nil for a change of the catalog.
  package let user: Verbatim?
  /// The cell, with its item index, which has no meaning for a change of the catalog.
  ///
  /// From the earlier content, or from the written one that was observed otherwise, to the observed
  /// one; of a write that was never observed, to the written one.
  package private(set) var change: CellChange
  /// Where the later content comes from; of a write that was never observed, with the last response
  /// about the field.
  package let provenance: ValueProvenance
  /// The operation number of the batch that wrote; nil if none did.
  package let batch: OperationNumber?

  package var cell: CellRef { change.cell }
  /// Since when it is so, as far as is known: first observed, or accepted.
  package var since: Instant { provenance.certainFrom ?? provenance.recordedAt }

  /// The names of options in the catalog are of no person, and stay.
  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> DriftedCell {
    var row = self
    if user != nil { row.change = self.change.mapTexts(change) }
    return row
  }
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
