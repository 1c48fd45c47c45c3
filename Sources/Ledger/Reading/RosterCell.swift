import GRDB
package import Roster

/// What was known of one cell.
package struct RosterCell: Hashable, Sendable {
  /// The system.
  package let system: System
  /// The user's key.
  package let user: Verbatim
  /// The field's code.
  package let field: FieldCode
  /// The field's name in the catalog of the moment.
  package let fieldName: Verbatim?
  /// The item index.
  package let item: Int
  /// What the cell holds.
  package let content: Content
  /// The label under which the value is shown: the system's, or what the catalog of the moment
  /// calls the option that the system named then.
  package let label: Verbatim?
  /// Seen or written.
  package let source: ValueSource
  /// The entry that gave the cell this content.
  package let entry: Int64
  /// When that entry was recorded.
  package let since: Instant
  /// When a response for the cell's field was last recorded; nil if there was none.
  package let lastObserved: Instant?
}

/// Which cells of the roster are wanted.
package struct RosterFilter: Hashable, Sendable {
  /// The system.
  package var system: System
  /// These users, or all.
  package var users: [Verbatim]?
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// Also people who have left the list, and those who were erased.
  package var includesLeft: Bool
  /// Also cells that are gone.
  package var includesGone: Bool
  /// Where in the log; nil for now.
  package var position: ReadPosition?
  /// Whether accepted writes count that came after the last seen value.
  package var readMode: ReadMode

  package init(
    system: System = .dingtalk,
    users: [Verbatim]? = nil,
    fields: Set<FieldCode>? = nil,
    includesLeft: Bool = false,
    includesGone: Bool = false,
    position: ReadPosition? = nil,
    readMode: ReadMode = .expected
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.includesLeft = includesLeft
    self.includesGone = includesGone
    self.position = position
    self.readMode = readMode
  }
}
