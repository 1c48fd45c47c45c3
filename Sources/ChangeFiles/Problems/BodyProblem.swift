import Roster
import VerbatimJSON

/// What is wrong with a JSON object of a change file.
enum BodyProblem: Hashable {
  /// The line is not valid JSON.
  case invalidLine(JSONSyntaxError)
  /// Another kind of value is needed here.
  case mustBe(String)
  /// The object is for the other system.
  case otherSystem(System)
  /// A key that must be there is not.
  case missingKey(String)
  /// A key that means nothing here; those that do.
  case unknownKey(String, known: [String])
  /// `userid` is beside `param` and not in it.
  case userOutsideParam
  /// The file contains an access token.
  case tokenInFile
  /// Nothing is asked for.
  case nothingAsked(String)
  /// An index that is negative, too large, or not an integer.
  case badIndex
  /// A group, section or list member occurs twice.
  case twice(String, first: FilePosition)
  /// `null`, whose effect in the system is not known; how to clear the cell instead.
  case unclearNull(clearing: String?)
  /// An empty text in a field that the system cannot clear.
  case unclearEmpty(String)
  /// A word that the system does not know; those it knows.
  case unknownWord(String, known: [String])

  /// The stable name.
  var name: String {
    switch self {
    case .invalidLine: "bodyInvalidJSON"
    case .mustBe: "bodyWrongType"
    case .otherSystem: "bodyForOtherSystem"
    case .missingKey: "bodyKeyMissing"
    case .unknownKey: "bodyKeyUnknown"
    case .userOutsideParam: "bodyUserOutsideParam"
    case .tokenInFile: "bodyHoldsToken"
    case .nothingAsked: "bodyAsksNothing"
    case .badIndex: "bodyIndexInvalid"
    case .twice: "bodyDuplicate"
    case .unclearNull: "bodyNullUnclear"
    case .unclearEmpty: "bodyEmptyUnclear"
    case .unknownWord: "bodyWordUnknown"
    }
  }

  /// What is wrong, and what to do.
  var sentence: String {
    switch self {
    case .invalidLine(let error):
      "The line is not valid JSON: \(error.reasonInLine). Write one whole object a line."
    case .mustBe(let kind): "This must be \(kind)."
    case .otherSystem(.dingtalk):
      "This is a body for DingTalk among Maycur employees. Push it by itself, with --to dingtalk."
    case .otherSystem(.maycur):
      "This is a Maycur employee among bodies for DingTalk. Push it by itself, with --to maycur."
    case .missingKey(let key): "The key \(key.quoted) is missing. Add it."
    case .unknownKey(let key, let known): Self.unknown("key", key, known)
    case .userOutsideParam:
      "\"userid\" is beside \"param\"; DingTalk reads it inside \"param\" only. Move it there."
    case .tokenInFile:
      "An access token does not belong in a file. Remove it, and have a new token issued if the "
        + "file was shared."
    case .nothingAsked(let key): "\(key.quoted) asks for nothing. Remove it, or say what is wanted."
    case .badIndex:
      "An index must be a whole number from 0. Leave \"old_index\" out to add a new item."
    case .twice(let what, let first):
      "\(what) occurs a second time, after \(first). Join the two, or keep one."
    case .unclearNull(let clearing):
      "It is not known what the system does with null here. Leave it out to keep what is there"
        + (clearing.map { ", or write \($0) to clear it." } ?? ".")
    case .unclearEmpty(let remedy): "The system has no way to clear this. \(remedy)"
    case .unknownWord(let word, let known): Self.unknown("word", word, known)
    }
  }

  private static func unknown(_ kind: String, _ found: String, _ known: [String]) -> String {
    let likeness: (String) -> String = { text in
      text.lowercased().filter { $0 != "_" && $0 != "-" }
    }
    if let meant = known.first(where: { likeness($0) == likeness(found) }) {
      return "The \(kind) \(found.quoted) means nothing here. Write \(meant.quoted)."
    }
    let list = known.map(\.quoted).joined(separator: ", ")
    return "The \(kind) \(found.quoted) means nothing here. Known: \(list)."
  }
}

extension JSONSyntaxError {
  /// The fault with the column only: the line has several.
  var reasonInLine: String {
    let words = description
    guard let end = words.firstRange(of: " at line ") else { return words }
    return "\(words[..<end.lowerBound]) at column \(column)"
  }
}
