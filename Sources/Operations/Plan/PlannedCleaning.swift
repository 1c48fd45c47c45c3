package import ChangeFiles
public import Roster

/// A cell of the change file that was cleaned before it was planned.
public struct PlannedCleaning: Hashable, Sendable {
  /// The user of its row.
  public let user: Verbatim
  /// The cell of the roster for which it says a value; nil where it names the user.
  public let address: CellAddress?
  /// Where it stands in the file, in words.
  public let place: String
  /// What stands there.
  public let was: Verbatim
  /// What is planned.
  public let text: Verbatim
  /// What was done, by stable names (`blanksRemoved`).
  public let steps: [String]
  /// What was done, in a sentence.
  public let sentence: String

  init(
    user: Verbatim,
    address: CellAddress?,
    place: String,
    was: Verbatim,
    text: Verbatim,
    steps: [String],
    sentence: String
  ) {
    self.user = user
    self.address = address
    self.place = place
    self.was = was
    self.text = text
    self.steps = steps
    self.sentence = sentence
  }
}

extension PlannedCleaning {
  /// Says of a resolved cell what was done to it.
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
