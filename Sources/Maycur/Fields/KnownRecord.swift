package import Roster

/// What is known of an employee's record before a change, as far as a change needs it.
///
/// Maycur cannot be read; the knowledge comes from imports and accepted writes. A list, or the
/// object of the company's own fields, is known only as a whole: a few of its cells are not enough
/// to write it.
package struct KnownRecord: Sendable {
  /// The contents of the cells.
  package let cells: [CellAddress: Content]
  /// The lists and objects that are known as a whole; those without cells are known to be empty.
  package let wholes: Set<CompositeField>

  /// Nothing is known.
  package static let nothing = KnownRecord(cells: [:], wholes: [])

  package init(cells: [CellAddress: Content], wholes: Set<CompositeField>) {
    self.cells = cells
    self.wholes = wholes
  }

  /// The value of a cell; nil if it has none, or is not known.
  func part(_ address: CellAddress) -> Part? {
    guard case .item(let value, _)? = cells[address] else { return nil }
    switch value {
    case .text, .json: return value
    case .null, .missing: return nil
    }
  }

  /// The text of a cell; nil if it has none, is not known, or is not a text.
  func text(_ address: CellAddress) -> Verbatim? {
    if case .text(let text)? = part(address), !text.isEmpty { text } else { nil }
  }

  /// The cells of a whole that have a value, in bytewise order.
  func addresses(of whole: CompositeField) -> [CellAddress] {
    cells.keys.filter { address in
      guard let field = MaycurField(code: address.field), field.whole == whole else { return false }
      return field != .whole(whole) && part(address) != nil
    }.sorted()
  }

  /// The texts of a list, in order; nil if the whole is not known.
  func texts(of whole: CompositeField) -> [Verbatim]? {
    wholes.contains(whole) ? addresses(of: whole).compactMap { text($0) } : nil
  }
}
