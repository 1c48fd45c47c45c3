import GRDB
package import Roster

/// A file whose values are in the log.
package struct ImportSummary: Hashable, Sendable {
  /// The operation that recorded it.
  package let operation: OperationNumber
  /// The system whose values the file has.
  package let system: System
  /// The file's name.
  package let file: Verbatim
  /// The SHA-256 of the file, 64 digits.
  package let sha256: String
  /// When its values were read from the system, as the importer stated.
  package let capturedAt: Instant
}
