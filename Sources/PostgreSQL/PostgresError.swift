package import Roster

/// Why something was not done in PostgreSQL.
package enum PostgresError: UserFacingError, Equatable {
  /// This machine has no libpq.
  case libraryMissing
  /// No connection could be made; the reason is libpq's.
  case unreachable(reason: String)
  /// The connection was lost. If that was while a transaction was being committed, whether it was is
  /// not known.
  case connectionLost(whileCommitting: Bool)
  /// The server refused a statement: the five characters of its SQLSTATE, and its sentence, which
  /// has no values of rows.
  case refused(state: String, reason: String)
  /// The server sent something that is not as the protocol says.
  case malformed

  /// Whether the same transaction may succeed if it is made again: the server was stopped, or ended
  /// this transaction in favour of another one.
  package var mayPass: Bool {
    switch self {
    case .connectionLost, .unreachable: true
    case .refused(let state, _):
      ["40001", "40P01"].contains(state) || state.hasPrefix("57P") || state.hasPrefix("08")
    case .libraryMissing, .malformed: false
    }
  }

  package var errorCode: ErrorCode {
    switch self {
    case .libraryMissing: ErrorCode("postgresLibraryMissing", .unavailable)
    case .unreachable: ErrorCode("postgresUnreachable", .unavailable)
    case .connectionLost: ErrorCode("postgresConnectionLost", .tryLater)
    case .refused: ErrorCode("postgresRefused", .unavailable)
    case .malformed: ErrorCode("postgresMalformed", .badData)
    }
  }

  package var message: String {
    switch self {
    case .libraryMissing:
      "This machine has no libpq, by which PostgreSQL is reached. Install it (on Debian and Ubuntu "
        + "'apt install libpq5'), and run the command again."
    case .unreachable(let reason):
      "PostgreSQL cannot be reached (\(reason)). Check mirror.url and mirror.passwordFile in the "
        + "settings, and that the server runs."
    case .connectionLost(true):
      "The connection to PostgreSQL was lost while a transaction was being committed, so it may or may "
        + "not have been. Run the command again: it looks first."
    case .connectionLost(false):
      "The connection to PostgreSQL was lost. The transaction is undone; run the command again."
    case .refused(let state, let reason):
      "PostgreSQL refused a statement (\(state): \(reason)). The transaction is undone."
    case .malformed:
      "PostgreSQL sent something that cannot be read. Check that mirror.url leads to PostgreSQL 12 or "
        + "later."
    }
  }
}
