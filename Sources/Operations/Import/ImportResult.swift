import ChangeFiles
import Crypto
public import Ledger
public import Roster
import TransparencyLog
import VerbatimJSON

/// What an import added to the log.
public struct ImportResult: Hashable, Sendable {
  /// The operation's number.
  public let operation: Int64
  /// The file's name.
  public let file: Verbatim
  /// The SHA-256 of the file, 64 digits.
  public let sha256: String
  /// When its values were taken out of the system.
  public let capturedAt: Instant
  /// What it added.
  public let outcome: ImportOutcome
  /// The fields that it says something of.
  public let fields: [FieldCode]
  /// The columns that are no field, and were passed over.
  public let ignored: [Verbatim]
  /// The cells that were cleaned, in sentences that say where they stand.
  public let cleaned: [String]
  /// Rows that are about no person and were left out, in such sentences.
  public let rowsLeftOut: [String]
  /// What a person does not see of a workbook, in sentences.
  public let notes: [String]
}
