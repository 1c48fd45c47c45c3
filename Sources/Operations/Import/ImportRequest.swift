import ChangeFiles
import Crypto
import Ledger
public import Roster
import TransparencyLog
import VerbatimJSON

/// A file that is to be imported, and what its importer says of it.
public struct ImportRequest: Sendable {
  /// The system that its values are from.
  public var system: System
  /// The file's name, without a folder.
  public var file: Verbatim
  /// The whole file.
  public var bytes: [UInt8]
  /// When its values were taken out of the system.
  public var capturedAt: Instant
  /// The sheet of a workbook; nil for the first that is not hidden.
  public var sheet: String?
  /// How its headers and labels are called.
  public var names: ImportTable
  /// Who imports it, and why.
  public var author: Author

  /// Describes an import.
  public init(
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
