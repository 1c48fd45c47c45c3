import GRDB
public import Roster

/// A file whose values are in the book.
public struct ImportRow: Hashable, Sendable {
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

extension Ledger {
  /// The files whose values are in the book, in the order in which they were recorded.
  ///
  /// - Returns: The imports.
  /// - Throws: ``LedgerError``.
  public func imports() throws(LedgerError) -> [ImportRow] {
    try translating(path) {
      try read { database in
        try Row.fetchAll(database, sql: "SELECT * FROM imports ORDER BY operation").map { row in
          guard let system = System(rawValue: row["system"]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an unknown system")
          }
          return ImportRow(
            operation: row["operation"],
            system: system,
            file: Verbatim(row["file"]),
            sha256: row["sha256"],
            capturedAt: Instant(milliseconds: row["captured_at"])
          )
        }
      }
    }
  }
}
