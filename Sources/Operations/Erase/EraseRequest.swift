import LedgerHistory
package import Ledger
import LedgerStorage
package import Roster

/// The users or fields to erase, who asks for it and why.
package struct EraseRequest: Sendable {
  /// The system of the users.
  package var system: System
  /// Their keys, each once.
  package var users: [Verbatim]
  /// The fields whose values are erased; nil for the whole users.
  package var fields: Set<FieldCode>?
  /// The largest number of users.
  package var maximumUsers: Int
  /// The limit of the configuration that may be exceeded; nil for none.
  package var override: LimitOverride?
  /// The decision to apply the proposal of the erasure; nil if it was not proposed.
  package var decision: NewDecision?
  /// Who runs it, and why.
  package var author: Author

  package init(
    system: System,
    users: [Verbatim],
    fields: Set<FieldCode>? = nil,
    maximumUsers: Int,
    override: LimitOverride? = nil,
    decision: NewDecision? = nil,
    author: Author
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.maximumUsers = maximumUsers
    self.override = override
    self.decision = decision
    self.author = author
  }
}

/// The result of an erasure, and the error that ended it early, if any.
package struct EraseOutcome: Sendable {
  /// The operation's number.
  package let operation: OperationNumber
  /// How it ended.
  package let status: OperationStatus
  /// A receipt for each user, in the order of the request; fewer if it ended early.
  package let receipts: [ErasureReceipt]
  /// The error that ended it; what was erased before remains erased.
  package let error: (any UserFacingError)?
}

/// Why no user was erased, beyond the errors of the ledger.
package enum EraseError: UserFacingError, Hashable {
  /// More users are named than may be erased at once.
  case tooMany(Int, limit: Int)
  /// The plan was shown, and not confirmed.
  case declined

  package var errorCode: ErrorCode {
    switch self {
    case .tooMany: ErrorCode("tooManyErased", .refused)
    case .declined: ErrorCode("eraseDeclined", .refused)
    }
  }

  package var message: String {
    switch self {
    case .tooMany(let users, let limit):
      "\(users.counted("person is", "people are")) to be erased, and the limit is \(limit). "
        + "Nothing was erased; look at the list again, or raise the limit with --max-users."
    case .declined: "Nothing was erased and nothing was recorded, since it was not agreed to."
    }
  }
}

/// An entry about a user that changes none of the user's values.
package enum UserRemark: Hashable, Sendable {
  /// The user is under a legal hold: no value of the user may be erased.
  case hold
  /// They are under it no longer.
  case release
  /// The user was erased, and may be recorded again, as a new user.
  case readmit

  fileprivate var kind: OperationKind {
    switch self {
    case .hold: .hold
    case .release: .release
    case .readmit: .readmit
    }
  }
}

/// Records an entry that decides whether a user may be erased, or recorded again.
///
/// - Parameters:
///   - remark: The entry.
///   - user: The user.
///   - decision: The decision to apply the proposal of a release; nil if it was not proposed.
///   - author: Who runs it, and why.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: The operation's number.
/// - Throws: `PushError` without a reason, or `LedgerError`.
package func runRemark(
  _ remark: UserRemark,
  on user: UserKey,
  applying decision: NewDecision? = nil,
  author: Author,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> OperationNumber {
  try author.checkReason()
  if remark == .readmit {
    guard try ledger.erased(among: [user])[user] != nil else {
      throw LedgerError.erasure(.notErased(user))
    }
  } else if try ledger.people(matching: user.id, system: user.system).first?.key != user {
    throw LedgerError.erasure(.unknownUser(user))
  }
  let session = try await OperationSession(
    OperationRequest(kind: remark.kind, by: author, system: user.system),
    in: ledger,
    wait: wait,
    timekeeper: timekeeper
  )
  try session.finish {
    try session.write { writer, now in
      switch remark {
      case .hold: try writer.hold(user.id, now: now)
      case .release: try writer.release(user.id, applying: decision, now: now)
      case .readmit: try writer.readmit(user.id, now: now)
      }
    }
  }
  return session.operation
}
