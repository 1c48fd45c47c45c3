/// Why a workbook cannot be read.
package enum WorkbookError: Error, Hashable, Sendable {
  /// It is a workbook of the old binary form (`.xls`, and most `.et`).
  case old
  /// It is a workbook of the newer binary form (`.xlsb`).
  case binary
  /// It needs a password.
  case encrypted
  /// It is an archive, and what is in it is no workbook.
  case none
  /// Something in it is broken; what.
  case broken(String)
  /// It would become larger than anything that people make; what.
  case tooLarge(String)
  /// It has no sheet of that name; those that it has.
  case noSheet(String, known: [String])
}
