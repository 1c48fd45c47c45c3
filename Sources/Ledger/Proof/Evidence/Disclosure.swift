import GRDB
import Roster

/// What of one entry is shown.
struct Disclosure {
  /// Which of its stated values.
  enum Cells: Equatable {
    case none
    case ordinal(Int)
    /// Those that have an event of their own.
    case stored
    case fields(Set<Int64>)
    case all
  }

  /// Which of its texts.
  enum Texts {
    case none
    /// Who ran the operation; what people and systems wrote may name anybody.
    case authors
    case all
  }

  var cells = Cells.none
  /// Fields that are not shown although they are among those, because they say who the person is.
  var withheld: Set<Int64> = []
  /// Whose entry it is, if it is their first.
  var namesPerson = false
  var texts = Texts.none
}
