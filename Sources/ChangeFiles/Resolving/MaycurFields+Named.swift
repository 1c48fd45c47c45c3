package import Roster

extension MaycurFields {
  /// The cell that a header names, by its code or by its common name.
  ///
  /// - Parameter header: `email`, `工作邮箱`, `roleNames[1]`, `customObject.CF1395`.
  /// - Returns: The cell; a list's without an item is its first. Nil if Maycur has no such field.
  package static func address(named header: Verbatim) -> CellAddress? {
    let (text, item) = ItemNotation.split(header.text)
    let name = Verbatim(text)
    let code = names.first { $0.name == name }?.code ?? name
    guard codes.contains(code) || isCustom(code) else { return nil }
    switch item {
    case .unsaid: return CellAddress(code)
    case .index(let index): return CellAddress(code, index)
    case .addition: return nil
    }
  }

  /// The value of a field for a text: for a custom field, JSON if it is valid JSON.
  package static func part(_ text: Verbatim, of field: FieldCode) -> Part? {
    isCustom(field) ? CustomValue.part(of: text) : .text(text)
  }

  /// Whether a field holds codes, numbers, dates or mail addresses, where only ASCII can be meant.
  package static func holdsCode(_ field: FieldCode) -> Bool { CodeFields.holds(field) }
}
