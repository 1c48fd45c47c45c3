import GRDB
public import Roster

/// A file whose values are in the log.
public struct ImportSummary: Hashable, Sendable {
  /// The operation that recorded it.
  public let operation: Int64
  /// The system that its values are from.
  public let system: System
  /// The file's name.
  public let file: Verbatim
  /// The SHA-256 of the file, 64 digits.
  public let sha256: String
  /// When its values were taken out of the system, as the importer said.
  public let capturedAt: Instant
}
