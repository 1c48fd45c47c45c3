import GRDB
package import Roster

/// What a cell held at a time, or may have held, by everything that was learnt since.
package struct HindsightCell: Hashable, Sendable {
  /// The cell and what it held; its entry is the one that says so, by which it was recorded.
  package let row: RosterCell
  /// Whether that is certain.
  package let certainty: Certainty

  package init(row: RosterCell, certainty: Certainty) {
    self.row = row
    self.certainty = certainty
  }
}
