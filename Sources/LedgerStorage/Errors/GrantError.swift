package import Roster

/// Why a token was not revoked.
package enum GrantError: UserFacingError, Equatable {
  /// No granted entry has this number.
  case noSuchToken(EntryID)
  /// It was revoked before.
  case alreadyRevoked(EntryID)

  package var errorCode: ErrorCode {
    switch self {
    case .noSuchToken: ErrorCode("noSuchToken", .usage)
    case .alreadyRevoked: ErrorCode("tokenAlreadyRevoked", .usage)
    }
  }

  package var message: String {
    switch self {
    case .noSuchToken(let number):
      "There is no token \(number) in this ledger; 'rollbook token list' lists them."
    case .alreadyRevoked(let number):
      "Token \(number) was revoked before; 'rollbook token list' says when."
    }
  }
}
