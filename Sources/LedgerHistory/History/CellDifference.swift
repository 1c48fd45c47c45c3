import GRDB
package import Roster

/// One cell whose content differs at a later position.
package struct CellDifference: CellRow, Hashable, Sendable {
  /// The person.
  package let user: Verbatim
  /// The cell, its contents, and the event of the change.
  package private(set) var change: CellChange
  /// Where the later content comes from; nil if the log has no entry that made it.
  package let provenance: ValueProvenance?
  /// The item's number in the history of its group; nil unless items are followed.
  package let row: Int?
  /// Whether another item matches as well.
  package let isAmbiguous: Bool

  package var cell: CellRef { change.cell }
  /// Who made the change.
  package var origin: Origin { provenance?.origin ?? .outside }

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> CellDifference {
    var row = self
    row.change = self.change.mapTexts(change)
    return row
  }
}

/// The differences between two positions in the log.
package struct Difference: Hashable, Sendable {
  /// Cells: people in the order in which the ledger first recorded them, each person's cells
  /// bytewise by field code and item.
  package var rows: [CellDifference] = []
  /// Options that the catalog renamed; they are no change of any person.
  package var catalog: [OptionChange] = []
  /// The keys of the users who joined the user list, or returned to it.
  package var joined: [Verbatim] = []
  /// The keys of the users who left it.
  package var left: [Verbatim] = []
}

/// What to compare.
package struct DiffFilter: Hashable, Sendable {
  /// The system.
  package var system: System
  /// These users, or all.
  package var users: [Verbatim]?
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// Whether accepted writes after the last observed value count.
  package var readMode: ReadMode
  /// Whether items of detail groups are followed when their index changes.
  package var followsItems: Bool

  package init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    readMode: ReadMode = .expected,
    followsItems: Bool = false
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.readMode = readMode
    self.followsItems = followsItems
  }
}
