/// A cell that can neither be used nor left out.
enum CellProblem: Hashable {
  /// A mark of direction inside a text of a right-to-left script.
  case directionMark(String, UnicodeScalar)
  /// A control character inside the text.
  case controlCharacter(String, UnicodeScalar)
  /// The mask of a value, as the service shows it to those who may not see the value.
  case mask(String)
  /// Surrounding blanks in a key of a body, or invisible marks in it.
  case uncleanKey(String, [UnicodeScalar])

  /// The stable name.
  var name: String {
    switch self {
    case .directionMark: "cellDirectionMark"
    case .controlCharacter: "cellControlCharacter"
    case .mask: "cellMasked"
    case .uncleanKey: "keyUnclean"
    }
  }

  /// What is wrong, the likely cause, and what to do.
  var sentence: String {
    switch self {
    case .directionMark(let text, let mark):
      "\(text.quoted) has an invisible mark that changes the direction of the text "
        + "(\(mark.codePoint)), as is copied from web pages and chats. Type the text anew."
    case .controlCharacter(let text, let mark):
      "\(text.quoted) has a control character (\(mark.codePoint)), which no roster shows. Type "
        + "the text anew."
    case .mask(let text):
      "\(text.quoted) is the mask of a value, as the service shows it in place of one that may not be "
        + "seen whole. Write the whole value, or leave the cell empty."
    case .uncleanKey(let text, let removed):
      "\(text.quoted) is no valid key: it has "
        + "\(removed.map(\.phrase).shortList). Correct the program that wrote it."
    }
  }
}
