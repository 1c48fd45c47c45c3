import GRDB
public import Roster

/// What a cell held at a time, or may have held, by everything that was learnt since.
public struct HindsightCell: Hashable, Sendable {
  /// The cell and what it held; its entry is the one that says so, by which it was recorded.
  public let row: RosterCell
  /// Whether that is certain.
  public let certainty: Certainty

  /// Makes a row.
  public init(row: RosterCell, certainty: Certainty) {
    self.row = row
    self.certainty = certainty
  }
}
