package import Roster

/// Decides whether a request is served; it has no clock and no ledger.
///
/// An account that may use the ledger's file itself may do everything. Every other request needs a
/// token whose role has the permission.
package enum AccessDecider {
  /// The account that may do everything on a machine.
  private static let root: UInt32 = 0

  /// Refuses a request that is not permitted.
  ///
  /// - Parameters:
  ///   - requester: Who sends it.
  ///   - permission: What it needs; nil if every known sender may have it.
  ///   - now: The time now; at its end a token is no longer valid.
  /// - Throws: The refusal.
  package static func check(
    _ requester: Requester,
    for permission: Permission?,
    now: Instant
  ) throws(AccessRefusal) {
    switch requester {
    case .unknown: throw .signInNeeded
    case .peer(let account, let service):
      guard account == service || account == root else { throw .signInNeeded }
    case .token(let grant):
      if grant.revokedAt != nil { throw .tokenRevoked(grant.number) }
      if let until = grant.until, until <= now { throw .tokenExpired(grant.number, at: until) }
      guard let permission else { return }
      guard let role = GrantedRole(logged: grant.role)?.role,
        role.permissions.contains(permission)
      else {
        throw .roleMissing(grant.number, role: grant.role, needed: permission.roles)
      }
    }
  }
}

/// Who sends a request.
package enum Requester: Hashable, Sendable {
  /// A request without a token, or with one that is malformed or that the log does not know.
  case unknown
  /// The holder of a token.
  case token(TokenGrant)
  /// A process at the service's own socket: the number of its account, and of the service's.
  case peer(account: UInt32, service: UInt32)
}

/// Why a request is not served.
package enum AccessRefusal: UserFacingError, Hashable {
  /// No token came with it, or none that the ledger knows.
  case signInNeeded
  /// The token's time is over.
  case tokenExpired(EntryID, at: Instant)
  /// The token was revoked.
  case tokenRevoked(EntryID)
  /// The token's role does not permit it; `needed` are the roles that do.
  case roleMissing(EntryID, role: String, needed: [Role])

  package var errorCode: ErrorCode {
    switch self {
    case .signInNeeded: ErrorCode("signInNeeded", .noPermission)
    case .tokenExpired: ErrorCode("tokenExpired", .noPermission)
    case .tokenRevoked: ErrorCode("tokenRevoked", .noPermission)
    case .roleMissing: ErrorCode("roleMissing", .noPermission)
    }
  }

  package var message: String {
    switch self {
    case .signInNeeded:
      "This needs a token that the ledger knows; 'rollbook token create' makes one. Send it as "
        + "'Authorization: Bearer TOKEN', whole and unchanged."
    case .tokenExpired(let number, let end):
      "Token \(number) was valid until \(end.utcToTheSecond); make a new one with 'rollbook token "
        + "create'."
    case .tokenRevoked(let number):
      "Token \(number) was revoked; make a new one with 'rollbook token create'."
    case .roleMissing(let number, let role, []):
      "No role may do this, so token \(number) with the role \(role) may not; use the command line, "
        + "on the machine of the service."
    case .roleMissing(let number, let role, let needed):
      "Token \(number) has the role \(role), and this needs "
        + "\(needed.map(\.rawValue).joined(separator: " or ")); use a token that has it."
    }
  }
}
