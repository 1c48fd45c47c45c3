package import ChangeFiles
package import Roster

/// A cell of the change file that was cleaned before it was planned.
package struct PlannedCleaning: Hashable, Sendable {
  /// The user of its row.
  package let user: Verbatim
  /// The cell of the roster; nil if the text names the user.
  package let address: CellAddress?
  /// Its position in the file, in words.
  package let place: String
  /// The text in the file.
  package var was: Verbatim
  /// The text in the plan.
  package var text: Verbatim
  /// The changes, by stable names (`blanksRemoved`).
  package let steps: [String]
  /// The changes, in a sentence.
  package var sentence: String
}

extension PlannedCleaning {
  package init(_ cell: CleanedCell) {
    self.init(
      user: cell.user,
      address: cell.address,
      place: "\(cell.cleaning.position)",
      was: cell.cleaning.was,
      text: cell.cleaning.text,
      steps: cell.cleaning.steps.map(\.rawValue),
      sentence: cell.cleaning.sentence
    )
  }
}
