import GRDB
import Roster

/// What is shown of one entry.
struct Disclosure {
  /// The stated values that are shown.
  enum Cells: Equatable {
    case none
    case ordinal(Int)
    /// The values that have an event of their own.
    case stored
    case fields(Set<FieldNumber>)
    case all
  }

  /// The texts that are shown.
  enum Texts {
    case none
    /// Who ran the operation; other texts are omitted, since they may name other people.
    case authors
    /// All but the parameters of a reading, which may name other people.
    case reading
    case all

    /// Whether a text is shown, by the name of its column.
    func has(_ slot: String) -> Bool {
      switch self {
      case .none: false
      case .authors: ["actor", "claimed_actor"].contains(slot)
      case .reading: slot != "query"
      case .all: true
      }
    }
  }

  var cells = Cells.none
  /// The numbers of selected fields that are not shown, because they identify the person.
  var withheld: Set<FieldNumber> = []
  /// Whether the user's key is shown, if this is the user's first entry.
  var namesPerson = false
  var texts = Texts.none
  /// The person for whom the bundle shows whether a reading of several people showed them.
  var sought: UserNumber?
}
