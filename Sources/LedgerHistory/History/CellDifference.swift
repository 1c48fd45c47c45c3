package import LedgerStorage
import GRDB
package import Roster

/// One cell whose content differs at a later position.
package struct CellDifference: Hashable, Sendable {
  /// The person.
  package let user: Verbatim
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog at the later position.
  package let fieldName: Verbatim?
  /// The item index; if items are followed, the index at the later position, or the last one.
  package let item: Int
  /// The earlier content; nil if nothing was known or the cell did not exist.
  package let from: Content?
  /// The later content; nil if the cell does not exist.
  package let to: Content?
  /// The event of the change; nil if there is none.
  package let address: EventAddress?
  /// The number of the operation that recorded the event; nil if there is none.
  package let operation: Int64?
  /// Who made the change.
  package let origin: Origin
  /// The item's number in the history of its group; nil unless items are followed.
  package let row: Int?
  /// Whether another item matches as well.
  package let isAmbiguous: Bool
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
