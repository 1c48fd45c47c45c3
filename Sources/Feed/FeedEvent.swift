import LedgerHistory
import Roster
package import VerbatimJSON

/// One event of the feed.
package struct FeedEvent: Hashable, Sendable {
  /// The place after it.
  package internal(set) var position: FeedPosition
  /// The event, as CloudEvents 1.0 writes it in JSON.
  package let json: JSON

  /// Makes the event of a fact.
  ///
  /// - Returns: Nil if it is not wanted, or the fact says nothing.
  init?(_ fact: FollowedFact, of query: FeedQuery, source: String, ledger: String) {
    guard let name = Self.name(of: fact, among: query.kinds) else { return nil }
    var ordinal: Int?
    if case .cell(let cell) = fact.detail { ordinal = cell.ordinal }
    position = FeedPosition(fact.entry, ordinal: ordinal)
    var members: [JSON.Member] = [
      .init("specversion", "1.0"),
      .init("id", .string("\(ledger)/\(position)")),
      .init("source", .string(source)),
      .init("type", .string("cn.rollbook.\(name).v1")),
    ]
    if let subject = fact.subject { members.append(.init("subject", .string(subject))) }
    members += [
      .init("time", .string(fact.recordedAt.utc)),
      .init("sequence", .string(Self.sequence(fact.entry))),
      .init("datacontenttype", "application/json"),
      .init("data", .object(fact.data(position, values: query.values))),
    ]
    json = .object(members)
  }

  /// The number of an entry, as a text that sorts as the numbers do.
  private static func sequence(_ entry: EntryID) -> String {
    let digits = entry.description
    return String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits
  }

  /// The middle of the event's type; nil if it is not wanted.
  private static func name(of fact: FollowedFact, among kinds: Set<FeedKind>) -> String? {
    switch fact.detail {
    case .cell: return "cell.changed"
    case .opened(let kind, _): return name(of: kind, "started", among: kinds)
    case .closed(let kind, _, _, _): return name(of: kind, "finished", among: kinds)
    case .described(let fields) where fields.isEmpty: return nil
    // The person stays, so that no reader forgets more than was erased.
    case .erased(.some): return "cells.erased"
    default: return names[fact.kind]
    }
  }

  private static func name(of kind: OperationKind, _ verb: String, among kinds: Set<FeedKind>)
    -> String?
  {
    // What the service shows is no news for the one to whom it shows the feed.
    guard kind != .access else { return nil }
    let word: FeedKind = kind.isBatch ? .batch : .operation
    return kinds.contains(word) ? "\(word.rawValue).\(verb)" : nil
  }

  private static let names: [EntryKind: String] = [
    .joined: "person.joined", .left: "person.left", .rejoined: "person.rejoined",
    .dismissed: "person.dismissed", .held: "person.held", .released: "person.released",
    .erased: "person.erased", .erasureRefused: "person.erasureRefused",
    .readmitted: "person.readmitted", .linked: "person.linked", .unlinked: "person.unlinked",
    .accepted: "row.accepted", .rejected: "row.rejected", .uncertain: "row.uncertain",
    .skipped: "row.skipped", .settled: "row.settled", .cataloged: "catalog.changed",
    .setAside: "response.setAside", .granted: "token.created", .revoked: "token.revoked",
    .configured: "settings.changed", .submitted: "proposal.awaiting", .decided: "proposal.decided",
  ]
}

extension JSON.Member {
  init(_ key: String, _ value: JSON) { self.init(key: key, value: value) }
}
