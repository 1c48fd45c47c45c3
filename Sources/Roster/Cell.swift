/// The content of one cell in one response.
package struct Cell: Hashable, Sendable {
  /// The address of the cell.
  package let address: CellAddress
  /// Its content.
  package let content: Content

  package init(_ address: CellAddress, _ content: Content) {
    self.address = address
    self.content = content
  }
}

/// A field of a roster, by the code its system uses for it (`sys03-highestEdu`, `phoneNo`).
package typealias FieldCode = Verbatim

/// Which value of a user's record: a field, and the item of it.
///
/// The item index is 0 except in detail groups (明细分组) and lists. Addresses sort bytewise by
/// field code, then by item: the order of a stated set.
package struct CellAddress: Hashable, Comparable, Sendable {
  /// The field's code.
  package let field: FieldCode
  /// The item index, from 0.
  package let item: Int

  package init(_ field: FieldCode, _ item: Int = 0) {
    self.field = field
    self.item = item
  }

  package static func < (left: CellAddress, right: CellAddress) -> Bool {
    left.field == right.field ? left.item < right.item : left.field < right.field
  }
}
