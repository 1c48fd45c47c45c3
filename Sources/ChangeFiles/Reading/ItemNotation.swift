import Roster

/// How a file names the item of a field: `0`, `+`, `+2`, and `field[0]` in a header.
enum ItemNotation {
  /// The item in a cell of the item column; nil if it is neither an index nor a new item.
  static func item(_ text: String) -> RequestedItem? {
    if text.isEmpty { return .unsaid }
    if text == "+" { return .addition(1) }
    let digits = text.hasPrefix("+") ? String(text.dropFirst()) : text
    guard digits.isDigits, digits.utf8.count <= 6, let number = Int(digits) else { return nil }
    if !text.hasPrefix("+") { return .index(number) }
    return number > 0 ? .addition(number) : nil
  }

  /// Splits `学历信息.最高学历[0]` and `residences[0].placeCode` into field and item.
  ///
  /// Brackets around anything but an item are part of the name: `idInfo[ID_CARD].idNumber`.
  static func split(_ text: String) -> (field: String, item: RequestedItem) {
    guard let match = text.wholeMatch(of: /(.+)\[(\+?[0-9]*)\](\..+)?/),
      let item = item(String(match.2)), item != .unsaid
    else { return (text, .unsaid) }
    return (String(match.1).trimmed + String(match.3 ?? ""), item)
  }
}
