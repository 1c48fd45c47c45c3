import GRDB
package import Roster

/// What a cell held, or may have held, at a time, according to everything that was recorded since.
package struct HindsightCell: Hashable, Sendable {
  /// The cell and its content; its entry is the one that recorded the content.
  package let row: RosterCell
  /// Whether that is certain.
  package let certainty: Certainty

  package init(row: RosterCell, certainty: Certainty) {
    self.row = row
    self.certainty = certainty
  }
}
