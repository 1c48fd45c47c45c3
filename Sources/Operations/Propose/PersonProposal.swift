package import LedgerHistory
package import LedgerStorage
package import Roster
import TransparencyLog
import VerbatimJSON

/// An erasure of people, or the release of a hold on one, that others approve before it is done.
///
/// Each row has a random salt, so that its digest, which stays, does not say who was erased.
package struct PersonProposal: Proposable, Hashable {
  package let kind: OperationKind
  package let system: System
  /// The keys of those whom it is about; of a proposal in the log, those who are not erased yet.
  package let users: [Verbatim]
  /// The fields whose values are erased; nil for the whole users, and for a release.
  package let fields: Set<FieldCode>?
  /// The limit of the configuration that it exceeds; nil for none.
  package let override: LimitOverride?
  package let rows: [NewProposal.Row]

  /// The erasure that a request asks for.
  ///
  /// - Parameters:
  ///   - request: The users, or their fields.
  ///   - secrets: The source of the salts.
  package init(_ request: EraseRequest, secrets: RandomBytes) {
    self.init(
      .erase,
      request.keys,
      on: request.system,
      request.fields,
      override: request.override,
      secrets
    )
  }

  /// The release of a hold on a user.
  package init(release user: UserKey, secrets: RandomBytes) {
    self.init(.release, [user], on: user.system, nil, override: nil, secrets)
  }

  private init(
    _ kind: OperationKind,
    _ users: [UserKey],
    on system: System,
    _ fields: Set<FieldCode>?,
    override: LimitOverride?,
    _ secrets: RandomBytes
  ) {
    self.kind = kind
    self.system = system
    self.users = users.map(\.id)
    self.fields = fields
    self.override = override
    rows = users.map { user in
      let row: JSON = [
        "user": .string(user.id.text), "salt": .string(Hexadecimal.text(secrets.make(16))),
      ]
      return NewProposal.Row(
        user: user.id,
        planned: Verbatim(String(decoding: row.bytes, as: UTF8.self))
      )
    }
  }

  /// Reads the proposal from the log.
  ///
  /// - Throws: `ApprovalError.rowsErased` if its request is not there any more.
  package init(_ proposed: ProposedBatch) throws(ApprovalError) {
    let facts = proposed.facts
    guard let text = proposed.request, let json = try? JSON(parsing: Array(text.text.utf8)) else {
      throw .rowsErased(facts.number)
    }
    kind = facts.kind
    system = facts.system
    users = proposed.users.compactMap { $0 }
    fields = json["fields"]?.elements.map { Set($0.compactMap(\.text).map { FieldCode($0) }) }
    override = json["exceeds"].flatMap { limit in
      guard let name = limit["limit"]?.text, let configured = limit["configured"]?.integer,
        let used = limit["used"]?.integer
      else { return nil }
      return LimitOverride(name: name, configured: Int(configured), used: Int(used))
    }
    rows = zip(proposed.users, proposed.rows).compactMap { user, planned in
      guard let user, let planned else { return nil }
      return NewProposal.Row(user: user, planned: planned)
    }
  }

  package var request: Verbatim {
    let json: JSON = [
      "kind": .string(kind.rawValue), "system": .string(system.rawValue),
      "fields": fields.map { .strings($0.sorted().map(\.text)) } ?? .null,
      "exceeds": override.map {
        [
          "limit": .string($0.name), "configured": .integer($0.configured),
          "used": .integer($0.used),
        ]
      } ?? .null,
    ]
    return Verbatim(String(decoding: json.bytes, as: UTF8.self))
  }

  package var parameters: Verbatim { EraseRequest.parameters(users.count, fields) }

  /// The erasure of those who are not erased yet.
  ///
  /// - Parameters:
  ///   - decision: The decision to apply the proposal.
  ///   - author: Who applies it, and why.
  /// - Returns: The request.
  package func erasure(applying decision: NewDecision, by author: Author) -> EraseRequest {
    EraseRequest(
      system: system,
      users: users,
      fields: fields,
      maximumUsers: users.count,
      override: override,
      decision: decision,
      author: author
    )
  }
}
