import Roster

/// Why a field, or the item of it, cannot be meant.
enum FieldProblem: Hashable {
  /// No field is known by this; those that come near.
  case unknown(String, near: [String])
  /// No field is known at all.
  case noCatalog
  /// Several fields are known by this.
  case ambiguous(String, candidates: [String])
  /// The field belongs to another group than the one in the body.
  case otherGroup(String, group: String, said: String)
  /// The field cannot be written.
  case notWritable(String, WriteBarrier)
  /// The field has several items and the file names none of them.
  case itemMissing(String, group: String)
  /// The field has one value only.
  case noItems(String)
  /// The group has one section only, and the body has more.
  case secondSection(group: String)
  /// Maycur's lists are written as a whole, so nothing can be added to one.
  case noAddition(String)

  /// The stable name.
  var name: String {
    switch self {
    case .unknown: "fieldUnknown"
    case .noCatalog: "catalogMissing"
    case .ambiguous: "fieldAmbiguous"
    case .otherGroup: "fieldOfOtherGroup"
    case .notWritable: "fieldNotWritable"
    case .itemMissing: "itemMissing"
    case .noItems: "itemOfSingleValue"
    case .secondSection: "sectionTooMany"
    case .noAddition: "itemNotAddable"
    }
  }

  /// What is wrong, and what to do.
  var sentence: String {
    switch self {
    case .unknown(let text, let near):
      "No field is called \(text.quoted). "
        + (near.isEmpty
          ? "Write a field's code or its name as the roster has it."
          : "Perhaps \(near.shortList) is meant.")
    case .noCatalog:
      "The ledger knows no fields of this system yet. Fetch the roster once, and try again."
    case .ambiguous(let text, let candidates):
      "\(text.quoted) could be any of \(candidates.count): \(candidates.shortList). Write the code, "
        + "or put the group before the name."
    case .otherGroup(let field, let group, let said):
      "\(field) belongs to the group \(group.quoted), not to \(said.quoted). Move it there."
    case .notWritable(let field, let barrier): "\(field) cannot be written: \(barrier.sentence)"
    case .itemMissing(let field, let group):
      "\(field) has several items, as \(group) is a detail group. Write [0] after the field for the "
        + "first item, or [+] for a new one (in the long form, 0 or + in the item column)."
    case .noItems(let field):
      "\(field) has one value, not several items. Leave the item out."
    case .secondSection(let group):
      "\(group) is not a detail group and has one section. Join the sections into one."
    case .noAddition(let field):
      "\(field) is written as a whole list. Write all of it, such as [\"A\",\"B\"], or name an "
        + "item by its index."
    }
  }
}
