package import Roster
import VerbatimJSON

/// The batch to roll back, how far, how, and who runs it.
package struct RollbackRequest: Sendable {
  /// The batch's number.
  package var batch: OperationNumber
  /// These users, or all.
  package var users: Set<Verbatim>?
  /// These fields, or all.
  package var fields: Set<FieldCode>?
  /// Whether unreadable cells may be assumed to be as the batch left them.
  package var assumesUnchanged: Bool
  /// How it is sent.
  package var rules: SendingRules
  /// Who runs it, and why; a reason is required.
  package var author: Author

  package init(
    batch: OperationNumber,
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

  /// The request as the log keeps it.
  var parameters: Verbatim {
    func list(_ names: Set<Verbatim>?) -> JSON {
      names.map { .strings($0.sorted().map(\.text)) } ?? .null
    }
    let json: JSON = [
      "batch": .integer(batch.rawValue), "users": list(users), "fields": list(fields),
      "assumeUnchanged": .bool(assumesUnchanged),
    ]
    return Verbatim(String(decoding: json.bytes, as: UTF8.self))
  }
}
