package import Ledger
package import Roster

/// What an import added to the log.
package struct ImportResult: Hashable, Sendable {
  /// The operation's number.
  package let operation: OperationNumber
  /// The file's name.
  package let file: Verbatim
  /// The SHA-256 of the file, 64 digits.
  package let sha256: String
  /// When its values were read from the system.
  package let capturedAt: Instant
  /// The counts of what it added.
  package let outcome: ImportOutcome
  /// The fields that it states something about.
  package let fields: [FieldCode]
  /// The columns that are no field, and were ignored.
  package let ignored: [Verbatim]
  /// The cells that were cleaned, in sentences with their positions.
  package let cleaned: [String]
  /// Rows that concern no person and were left out, in sentences.
  package let rowsLeftOut: [String]
  /// What a workbook does not show, in sentences.
  package let notes: [String]
}
