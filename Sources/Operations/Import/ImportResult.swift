package import Ledger
package import Roster

/// What an import added to the log.
package struct ImportResult: Hashable, Sendable {
  /// The operation's number.
  package let operation: Int64
  /// The file's name.
  package let file: Verbatim
  /// The SHA-256 of the file, 64 digits.
  package let sha256: String
  /// When its values were taken out of the system.
  package let capturedAt: Instant
  /// What it added.
  package let outcome: ImportOutcome
  /// The fields that it says something of.
  package let fields: [FieldCode]
  /// The columns that are no field, and were passed over.
  package let ignored: [Verbatim]
  /// The cells that were cleaned, in sentences that say where they stand.
  package let cleaned: [String]
  /// Rows that are about no person and were left out, in such sentences.
  package let rowsLeftOut: [String]
  /// What a person does not see of a workbook, in sentences.
  package let notes: [String]
}
