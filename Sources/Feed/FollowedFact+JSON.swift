import LedgerHistory
import Roster
import VerbatimJSON

extension FollowedFact {
  /// What the event is about; nil if it is about the whole log.
  var subject: String? {
    if let person { return person.subject }
    return switch detail {
    case .opened(let kind, _), .closed(let kind, _, _, _):
      "\(kind.isBatch ? "batch" : "operation")/\(operation)"
    case .link(let dingtalk, _, _): dingtalk.subject
    case .granted: "token/\(entry)"
    case .revoked(let token): "token/\(token)"
    case .submitted: "proposal/\(operation)"
    case .decided(let proposal, _, _): "proposal/\(proposal)"
    default: nil
    }
  }

  /// The members of the event's data.
  ///
  /// - Parameters:
  ///   - position: The place after the event, which is its address.
  ///   - values: What the reader sees of what a cell holds; nil if the cell comes without it.
  /// - Returns: The members, in their order.
  func data(_ position: FeedPosition, values: Sight?) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .init("address", .string(position.description)), .init("entry", .integer(entry.rawValue)),
      .init("operation", .integer(operation.rawValue)), .init("system", .string(system.rawValue)),
    ]
    if let person { members += person.members }
    if isErased { members.append(.init("erased", true)) }
    switch detail {
    case .cell(let cell): members += cell.members(values)
    case .opened(let kind, let parent):
      members += Self.members(kind, parent)
    case .closed(let kind, let parent, let status, let counts):
      members += Self.members(kind, parent) + [.init("status", .string(status.rawValue))]
      if let counts { members += counts.members }
    case .row(let intended, let batch, let code, let settled):
      members += [
        .init("batch", .integer(batch.rawValue)), .init("row", .integer(intended.rawValue)),
        .init("code", .optional(code?.text)),
      ]
      if let settled { members.append(.init("settled", .string(settled.rawValue))) }
    case .erased(let fields): members.append(.init("fields", Self.texts(fields)))
    case .link(let dingtalk, let maycur, let source):
      members += [
        .init("dingtalk", .object(dingtalk.members)), .init("maycur", .object(maycur.members)),
        .init("source", .string(source.rawValue)),
      ]
    case .described(let fields): members.append(.init("fields", Self.texts(fields)))
    case .setAside(let part, let people, let field):
      members += [
        .init("part", .string(part)), .init("people", .integer(people)),
        .init("field", .optional(field?.text)),
      ]
    case .granted(let role, let until):
      members += [.init("role", .string(role)), .init("until", .optional(until?.utc))]
    case .submitted(let kind, let people, let needs, let until):
      members += [
        .init("proposal", .integer(operation.rawValue)), .init("kind", .string(kind.rawValue)),
        .init("people", .integer(people)), .init("needs", .strings(needs)),
        .init("until", .string(until.utc)),
      ]
    case .decided(let proposal, let decision, let duty):
      members += [
        .init("proposal", .integer(proposal.rawValue)), .init("decision", .string(decision)),
        .init("duty", .optional(duty.isEmpty ? nil : duty)),
      ]
    case .revoked, .plain: break
    }
    return members
  }

  /// Whether the person, or what the cell held, was erased since.
  private var isErased: Bool {
    switch detail {
    case .cell(let cell) where cell.content == .erased: true
    case .link(let dingtalk, let maycur, _): dingtalk.isErased || maycur.isErased
    default: person?.isErased ?? false
    }
  }

  private static func members(_ kind: OperationKind, _ parent: OperationNumber?) -> [JSON.Member] {
    [.init("kind", .string(kind.rawValue)), .init("parent", .optional(parent?.rawValue))]
  }

  private static func texts(_ fields: [FieldCode]?) -> JSON {
    fields.map { .strings($0.map(\.text)) } ?? .null
  }
}

extension FollowedFact.Person {
  /// `dingtalk/USER`.
  fileprivate var subject: String { "\(key.system.rawValue)/\(key.id)" }

  /// Whom it is about, with the number that stays after an erasure.
  fileprivate var members: [JSON.Member] {
    [.init("user", .string(key.id.text)), .init("userNumber", .integer(number.rawValue))]
  }
}

extension FollowedFact.Cell {
  /// The cell, and what it holds if that is wanted and was not erased.
  fileprivate func members(_ sight: Sight?) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .init("field", .string(address.field.text)), .init("item", .integer(address.item)),
      .init("presence", .string(content.presence.rawValue)),
      .init("isFirst", .bool(isFirst)), .init("by", .optional(origin?.words)),
    ]
    if let sight, content != .erased {
      let seen = sight.content(content, of: address.field)
      members += [
        .init("value", .optional(seen.value?.text)),
        .init("label", .optional(seen.label?.text)),
      ]
      if seen != content { members.append(.init("masked", true)) }
    }
    return members
  }
}

extension RowCounts {
  fileprivate var members: [JSON.Member] {
    [
      .init("rows", .integer(rows)), .init("accepted", .integer(accepted)),
      .init("rejected", .integer(rejected)), .init("uncertain", .integer(uncertain)),
      .init("notSent", .integer(notSent)), .init("skipped", .integer(skipped)),
    ]
  }
}
