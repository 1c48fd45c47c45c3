package import Roster
import VerbatimJSON

/// Which batch shall be rolled back, how far, how, and who runs it.
package struct RollbackRequest: Sendable {
  /// The batch's number.
  package var batch: Int64
  /// These users, or all.
  package var users: Set<Verbatim>?
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// Whether what cannot be seen may be taken to be as the batch left it.
  package var assumesUnchanged: Bool
  /// How it is sent.
  package var rules: SendingRules
  /// Who does it, and why; a reason is needed.
  package var author: Author

  package init(
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
package struct RollbackPlan: Hashable, Sendable {
  /// What would be written.
  package let plan: Plan
  /// What is left alone, cannot be put back, or is assumed.
  package let review: RollbackReview
}

/// What a rollback did.
package struct RollbackOutcome: Sendable {
  /// What was sent, and what became of it; as of a push.
  package let push: PushOutcome
  /// What was left alone, could not be put back, or was assumed.
  package let review: RollbackReview
  /// How many cells hold again what was there before, as the system showed, or, where it cannot be
  /// read, acknowledged.
  package let restored: Int
}
