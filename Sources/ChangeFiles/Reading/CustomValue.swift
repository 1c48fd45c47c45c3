import Roster
import VerbatimJSON

/// The value of a custom field of Maycur, which is JSON of any kind.
enum CustomValue {
  /// A text as text, anything else as its raw JSON, digits as written; nil for `null`.
  static func part(of json: JSON) -> Part? {
    switch json {
    case .null, .unreadable: nil
    case .string(let text): .text(Verbatim(text))
    case .bool, .number, .array, .object: .json(Verbatim(json.compact))
    }
  }

  /// The value of a table's cell: JSON if it is valid JSON, otherwise the text itself.
  ///
  /// So `1` is a number, `"1"` in quotation marks a text, and `{"amount":"1.00"}` an object.
  static func part(of text: Verbatim) -> Part? {
    guard let json = try? JSON(parsing: text.bytes) else { return .text(text) }
    return part(of: json)
  }
}
