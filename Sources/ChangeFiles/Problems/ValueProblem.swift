import Roster

/// Why a value cannot be meant.
enum ValueProblem: Hashable {
  /// The field has no such choice; those that come near, or all of few.
  case unknownOption(String, field: String, known: [String])
  /// It is the label of an option in place of its key.
  case labelForKey(String, key: String)
  /// Several choices of the field are called this.
  case ambiguousOption(String, field: String, keys: [String])
  /// It is not a date as the system writes them; the one that is probably meant.
  case notADate(String, field: String, DateNotation.Cause, meant: String?)
  /// It is written like a date, of a day that does not exist.
  case noSuchDay(String)
  /// It is the current value without its leading zeros, or shorter than that.
  case lostZeros(String, field: String, current: String)
  /// It is longer than the system takes.
  case tooLong(field: String, count: Int, limit: Int)
  /// The system has no way to clear it.
  case notClearable(String)
  /// A cell cannot have an object; its parts have columns of their own.
  case wholeInCell(String, part: String)
  /// A list in a cell is not a list of texts, or has one twice.
  case badList(String)
  /// It is part of a new item of which another row is bad.
  case partOfBadItem(FilePosition)

  /// The stable name.
  var name: String {
    switch self {
    case .unknownOption: "optionUnknown"
    case .labelForKey: "optionLabelForKey"
    case .ambiguousOption: "optionAmbiguous"
    case .notADate: "dateUnreadable"
    case .noSuchDay: "dateImpossible"
    case .lostZeros: "valueLostLeadingZeros"
    case .tooLong: "valueTooLong"
    case .notClearable: "valueNotClearable"
    case .wholeInCell: "valueIsWhole"
    case .badList: "listUnreadable"
    case .partOfBadItem: "newItemIncomplete"
    }
  }

  /// What is wrong, the likely cause, and what to do.
  var sentence: String {
    switch self {
    case .unknownOption(let text, let field, let known):
      "\(field) has no choice \(text.quoted). Choices: \(known.shortList)."
    case .labelForKey(let text, let key):
      "\(text.quoted) is the label of an option; a body has its key. Write \(key.quoted)."
    case .ambiguousOption(let text, let field, let keys):
      "\(field) has several choices that \(text.quoted) could mean: \(keys.shortList). Rename one of "
        + "them in the system, or push the key as a JSON body."
    case .notADate(let text, let field, let cause, let meant):
      "\(field) takes a date as yyyy-MM-dd, and \(text.quoted) is \(cause.phrase). "
        + (meant.map { "Write \($0)." } ?? "Write the date out, with four digits for the year.")
    case .noSuchDay(let text): "There is no day \(text.quoted). Correct the date."
    case .lostZeros(let text, let field, let current):
      "\(field) is \(current.quoted) now, and \(text.quoted) looks as if it had lost the zeros before "
        + "it, which Excel and WPS drop. Format the column as text and enter it again; if it is "
        + "meant so, push it as a JSON body."
    case .tooLong(let field, let count, let limit):
      "\(field) takes at most \(limit) characters, and this has \(count). Shorten it."
    case .notClearable(let field):
      "\(field) cannot be cleared: the system has no way to. Leave it out to keep what is there."
    case .wholeInCell(let whole, let part):
      "\(whole) has several parts. Write each in a column of its own, such as \(part)."
    case .badList(let field):
      "The list of \(field) must have texts, each once: [\"A\",\"B\"]. Correct it."
    case .partOfBadItem(let position):
      "It may be part of a new item of which the row at \(position) cannot be used. A new item is "
        + "added whole or not at all; correct that row."
    }
  }
}
