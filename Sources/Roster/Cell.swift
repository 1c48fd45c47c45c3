/// What one response said about one cell.
public struct Cell: Hashable, Sendable {
  /// Which cell.
  public let address: CellAddress
  /// What came back for it.
  public let content: Content

  /// States a cell.
  public init(_ address: CellAddress, _ content: Content) {
    self.address = address
    self.content = content
  }
}

/// A field of a roster, by the code its system uses for it (`sys03-highestEdu`, `phoneNo`).
public typealias FieldCode = Verbatim

/// Which value of a user's record: a field, and the item of it.
///
/// The item index is 0 except in detail groups (明细分组) and lists. Addresses sort bytewise by
/// field code, then by item: the order of a stated set.
public struct CellAddress: Hashable, Comparable, Sendable {
  /// The field's code.
  public let field: FieldCode
  /// The item index, from 0.
  public let item: Int

  /// Names a cell of a user's record.
  public init(_ field: FieldCode, _ item: Int = 0) {
    self.field = field
    self.item = item
  }

  public static func < (left: CellAddress, right: CellAddress) -> Bool {
    left.field == right.field ? left.item < right.item : left.field < right.field
  }
}
