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
    let order = Verbatim.order(left.field, right.field)
    return order == 0 ? left.item < right.item : order < 0
  }
}

/// A cell as results name it: its address, and the name of its field.
///
/// Example: `CellRef(CellAddress("sys03-highestEdu", 1), named: "学历")`.
package struct CellRef: Hashable, Sendable {
  /// Which of its user's cells it is.
  package let address: CellAddress
  /// The field's name in the catalog at the position of the read; nil if no catalog has the field.
  package let fieldName: Verbatim?

  package init(_ address: CellAddress, named name: Verbatim? = nil) {
    self.address = address
    fieldName = name
  }
}

/// A row of a result that is about one cell.
package protocol CellRow {
  /// The cell.
  var cell: CellRef { get }

  /// The same row with other texts in place of the values and labels that its cell holds or held.
  ///
  /// - Parameter change: Returns what a text becomes.
  /// - Returns: The row.
  func mapTexts(_ change: (Verbatim) -> Verbatim) -> Self
}

extension CellRow {
  /// The cell's address.
  package var address: CellAddress { cell.address }
  /// The field's code.
  package var field: FieldCode { cell.address.field }
  /// The field's name in the catalog; nil if no catalog has the field.
  package var fieldName: Verbatim? { cell.fieldName }
  /// The item index, from 0.
  package var item: Int { cell.address.item }
}
