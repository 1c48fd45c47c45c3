/// Why a workbook cannot be read.
package enum WorkbookError: Error, Hashable, Sendable {
  /// It is a workbook of the old binary form (`.xls`, and most `.et`).
  case old
  /// It is a workbook of the newer binary form (`.xlsb`).
  case binary
  /// It needs a password.
  case encrypted
  /// It is an archive without a workbook.
  case none
  /// A part of it is damaged; which one.
  case broken(String)
  /// A part would be larger than any real workbook; which one.
  case tooLarge(String)
  /// It has no sheet with that name; the sheets that it has.
  case noSheet(String, known: [String])
}
