package import Roster

/// A file to import, with what its importer states about it.
package struct ImportRequest: Sendable {
  /// The system whose values it has.
  package var system: System
  /// The file's name, without a folder.
  package var file: Verbatim
  /// The whole file.
  package var bytes: [UInt8]
  /// When its values were read from the system.
  package var capturedAt: Instant
  /// The sheet of a workbook; nil for the first visible one.
  package var sheet: String?
  /// The names of its headers and labels.
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
