package import Roster

/// A file that is to be imported, and what its importer says of it.
package struct ImportRequest: Sendable {
  /// The system that its values are from.
  package var system: System
  /// The file's name, without a folder.
  package var file: Verbatim
  /// The whole file.
  package var bytes: [UInt8]
  /// When its values were taken out of the system.
  package var capturedAt: Instant
  /// The sheet of a workbook; nil for the first that is not hidden.
  package var sheet: String?
  /// How its headers and labels are called.
  package var names: ImportTable
  /// Who imports it, and why.
  package var author: Author

  package init(
    system: System,
    file: Verbatim,
    bytes: [UInt8],
    capturedAt: Instant,
    sheet: String? = nil,
    names: ImportTable = .standard,
    author: Author
  ) {
    self.system = system
    self.file = file
    self.bytes = bytes
    self.capturedAt = capturedAt
    self.sheet = sheet
    self.names = names
    self.author = author
  }
}
