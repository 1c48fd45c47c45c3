import GRDB
package import Roster

/// One cell that holds something else at a later moment.
package struct CellDifference: Hashable, Sendable {
  /// The person.
  package let user: Verbatim
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog of the later moment.
  package let fieldName: Verbatim?
  /// The item index; where rows are followed, that of the later moment, or the last one.
  package let item: Int
  /// What it held; nil where nothing was known or it was not there.
  package let from: Content?
  /// What it holds; nil where it is not there.
  package let to: Content?
  /// The event that made it so; nil where none says so.
  package let address: EventAddress?
  /// The operation that recorded that; nil likewise.
  package let operation: Int64?
  /// Whose doing it is.
  package let origin: Origin
  /// The row's number, where rows are followed.
  package let row: Int?
  /// Whether it may as well have been another row.
  package let isAmbiguous: Bool
}

/// What is different between two positions in the log.
package struct Difference: Hashable, Sendable {
  /// Cells: people in the order in which the ledger met them, each one's cells bytewise by field code
  /// and item.
  package var rows: [CellDifference] = []
  /// Options that the catalog called otherwise, which are no person's change.
  package var catalog: [OptionChange] = []
  /// Who joined the list of users, or returned to it.
  package var joined: [Verbatim] = []
  /// Who left it.
  package var left: [Verbatim] = []
}

/// What is to be compared.
package struct DiffFilter: Hashable, Sendable {
  /// The system.
  package var system: System
  /// These users, or all.
  package var users: [Verbatim]?
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// Whether accepted writes count that came after the last seen value.
  package var readMode: ReadMode
  /// Whether rows of detail groups are followed wherever they stand.
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
