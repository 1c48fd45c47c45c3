package import Ledger
package import Roster

/// Which users to erase, or which of their fields, who does it and why.
package struct EraseRequest: Sendable {
  /// The system of the users.
  package var system: System
  /// Their keys, each once.
  package var users: [Verbatim]
  /// The fields whose values go; nil for the users with all there is.
  package var fields: Set<FieldCode>?
  /// At most so many users.
  package var maximumUsers: Int
  /// The limit of the configuration that it is allowed to exceed, where it is.
  package var override: LimitOverride?
  /// Who does it, and why.
  package var author: Author

  package init(
    system: System,
    users: [Verbatim],
    fields: Set<FieldCode>? = nil,
    maximumUsers: Int,
    override: LimitOverride? = nil,
    author: Author
  ) {
    self.system = system
    self.users = users
    self.fields = fields
    self.maximumUsers = maximumUsers
    self.override = override
    self.author = author
  }
}

/// What an erasure did, and what ended it early, if anything did.
package struct EraseOutcome: Sendable {
  /// The operation's number.
  package let operation: Int64
  /// How it ended.
  package let status: OperationStatus
  /// A receipt for each user, in the order of the request; fewer where it ended early.
  package let receipts: [ErasureReceipt]
  /// What ended it; what was erased before is erased.
  package let error: (any UserFacingError)?
}

/// Why no user was erased, beyond the errors of the ledger.
package enum EraseError: UserFacingError, Hashable {
  /// More users are named than may be erased at once.
  case tooMany(Int, limit: Int)
  /// The plan was shown, and not agreed to.
  case declined

  package var name: String {
    switch self {
    case .tooMany: "tooManyErased"
    case .declined: "eraseDeclined"
    }
  }

  package var message: String {
    switch self {
    case .tooMany(let users, let limit):
      "\(users == 1 ? "1 person is" : "\(users) people are") to be erased, and the limit is \(limit). "
        + "Nothing was erased; look at the list again, or raise the limit with --max-users."
    case .declined: "Nothing was erased and nothing was recorded, since it was not agreed to."
    }
  }
}

/// A remark about a user that changes none of the user's values.
package enum UserRemark: Hashable, Sendable {
  /// They are under a legal hold: nothing of theirs may be erased.
  case hold
  /// They are under it no longer.
  case release
  /// They were erased, and may be recorded again, as somebody new.
  case readmit

  fileprivate var kind: OperationKind {
    switch self {
    case .hold: .hold
    case .release: .release
    case .readmit: .readmit
    }
  }
}

/// Records something about a user that decides whether they may be erased, or recorded again.
///
/// - Parameters:
///   - remark: What.
///   - user: About whom.
///   - author: Who says so, and why.
///   - ledger: The log.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: The operation's number.
/// - Throws: `PushError` without a reason, or `LedgerError`.
package func runRemark(
  _ remark: UserRemark,
  on user: UserKey,
  author: Author,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> Int64 {
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
      case .release: try writer.release(user.id, now: now)
      case .readmit: try writer.readmit(user.id, now: now)
      }
    }
  }
  return session.operation
}
