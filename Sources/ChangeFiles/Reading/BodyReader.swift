import Roster
import VerbatimJSON

/// Reads a JSON document into rows, and collects its problems.
struct BodyReader {
  /// The number of the row that is being read, from 1.
  let number: Int
  /// The line of the document, if each line is one; nil otherwise.
  let line: Int?
  private(set) var problems: [RowProblem] = []

  init(number: Int, line: Int?) {
    self.number = number
    self.line = line
  }

  /// A position in the document.
  func position(_ path: String) -> FilePosition { .path(path, line: line) }

  /// Adds a problem.
  mutating func refuse(_ path: String, _ problem: BodyProblem) {
    problems.append(RowProblem(number, at: position(path), .body(problem)))
  }

  /// The members of an object; unknown keys are refused by name.
  mutating func members(_ json: JSON, _ path: String, known: [String]) -> [JSON.Member]? {
    guard case .object(let members) = json else {
      refuse(path, .mustBe("an object"))
      return nil
    }
    for member in members where !known.contains(where: { Verbatim($0) == Verbatim(member.key) }) {
      refuse(Self.join(path, member.key), .unknownKey(member.key, known: known))
    }
    return members
  }

  /// The elements of an array with their paths; with `name`, an empty array is refused.
  mutating func elements(
    _ json: JSON?,
    _ path: String,
    nonEmpty name: String? = nil
  ) -> [(path: String, value: JSON)] {
    guard let json else { return [] }
    guard let elements = json.elements else {
      refuse(path, .mustBe("an array"))
      return []
    }
    if elements.isEmpty, let name { refuse(path, .nothingAsked(name)) }
    return elements.enumerated().map { ("\(path)[\($0.offset)]", $0.element) }
  }

  /// The text of a required key, not empty.
  mutating func text(_ json: JSON, _ key: String, _ path: String) -> Verbatim? {
    guard let value = required(json, key, path) else { return nil }
    guard let text = value.text, !text.isEmpty else {
      refuse(Self.join(path, key), .mustBe("a text in quotation marks that is not empty"))
      return nil
    }
    return Verbatim(text)
  }

  /// The value of a required key.
  mutating func required(_ json: JSON, _ key: String, _ path: String) -> JSON? {
    guard case .object = json else { return nil }
    guard let value = json[key] else {
      refuse(path, .missingKey(key))
      return nil
    }
    return value
  }

  /// The path of a member.
  static func join(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }
}
