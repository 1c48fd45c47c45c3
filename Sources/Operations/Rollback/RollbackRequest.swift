public import Roster
import VerbatimJSON

/// Which batch shall be rolled back, how far, how, and who runs it.
public struct RollbackRequest: Sendable {
  /// The batch's number.
  public var batch: Int64
  /// These users, or all.
  public var users: Set<Verbatim>?
  /// These fields, or all.
  public var fields: Set<FieldCode>?
  /// Whether what cannot be seen may be taken to be as the batch left it.
  public var assumesUnchanged: Bool
  /// How it is sent.
  public var rules: SendingRules
  /// Who does it, and why; a reason is needed.
  public var author: Author

  /// Describes a rollback.
  public init(
    batch: Int64,
    users: Set<Verbatim>? = nil,
    fields: Set<FieldCode>? = nil,
    assumesUnchanged: Bool = false,
    rules: SendingRules = SendingRules(),
    author: Author
  ) {
    self.batch = batch
    self.users = users
    self.fields = fields
    self.assumesUnchanged = assumesUnchanged
    self.rules = rules
    self.author = author
  }

  /// What the log says was asked.
  var parameters: Verbatim {
    func list(_ names: Set<Verbatim>?) -> JSON {
      names.map { .strings($0.sorted().map(\.text)) } ?? .null
    }
    let json: JSON = [
      "batch": .integer(batch), "users": list(users), "fields": list(fields),
      "assumeUnchanged": .bool(assumesUnchanged),
    ]
    return Verbatim(String(decoding: json.bytes, as: UTF8.self))
  }
}

/// What a rollback would do, before anything is sent.
public struct RollbackPlan: Hashable, Sendable {
  /// What would be written.
  public let plan: Plan
  /// What is left alone, cannot be put back, or is assumed.
  public let review: RollbackReview
}

/// What a rollback did.
public struct RollbackOutcome: Sendable {
  /// What was sent, and what became of it; as of a push.
  public let push: PushOutcome
  /// What was left alone, could not be put back, or was assumed.
  public let review: RollbackReview
  /// How many cells hold again what was there before, as the system showed, or, where it cannot be
  /// read, acknowledged.
  public let restored: Int
}
