package import Ledger
import GRDB
package import Roster

/// What was known of one cell at a position, or what it held, or may have held, at a time.
package struct RosterCell: CellRow, Hashable, Sendable {
  /// The system.
  package let system: System
  /// The user's key.
  package let user: Verbatim
  /// The cell.
  package let cell: CellRef
  /// The content of the cell.
  package private(set) var content: Content
  /// The label of the value: the system's, or the catalog's current one if the option was renamed.
  package private(set) var label: Verbatim?
  /// Observed or written.
  package let source: ValueSource
  /// The entry that gave the cell this content.
  package let entry: EntryID
  /// When that entry was recorded.
  package let since: Instant
  /// When a response last covered the cell's field; nil if none did.
  package let lastObserved: Instant?
  /// With hindsight, whether it is certain that the cell held this; nil without.
  package var certainty: Certainty?

  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> RosterCell {
    var row = self
    row.content = content.mapTexts(change)
    row.label = label.map(change)
    return row
  }
}

/// The cells of the roster that are needed.
package struct RosterFilter: Hashable, Sendable {
  /// The system.
  package var system: System
  /// These users, or all.
  package var users: [Verbatim]?
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// Whether people who have left and erased people are included.
  package var includesLeft: Bool
  /// Also cells that are gone.
  package var includesGone: Bool
  /// The position to read at; nil for the end of the log.
  package var position: ReadPosition?
  /// Whether accepted writes after the last observed value count.
  package var readMode: ReadMode
  /// Where a part of the roster begins; nil if all of it is read.
  package var part: RosterPart?

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

/// A part of the roster, for callers that read it part by part.
package enum RosterPart: Hashable, Sendable {
  /// It begins with the first cell.
  case beginning
  /// It begins after this cell of this user.
  case after(Verbatim, CellAddress)
}
