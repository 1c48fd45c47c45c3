package import Roster
import VerbatimJSON

/// DingTalk's notice that something of the company's people has changed; it has no values.
package struct ChangeEvent: Hashable, Sendable {
  /// What has changed.
  package enum Kind: Hashable, Sendable {
    /// Values of people.
    case values
    /// People joined, or returned.
    case joined
    /// People left.
    case left
  }

  /// DingTalk's id of the event, the same in every copy of it.
  package let id: Verbatim
  /// What has changed.
  package let kind: Kind
  /// The people; nil if the event names none that can be asked for, so that anyone may be meant.
  package let users: [Verbatim]?
  /// When the change was made, by DingTalk's clock; nil if the event does not say so.
  package let born: Instant?

  package init(id: Verbatim, kind: Kind, users: [Verbatim]?, born: Instant?) {
    self.id = id
    self.kind = kind
    self.users = users
    self.born = born
  }

  /// Reads an event; nil if it is about something else than people.
  ///
  /// - Parameter frame: A frame of the kind `EVENT`.
  init?(_ frame: StreamFrame) {
    guard let type = frame.eventType, let kind = Self.kinds[type] else { return nil }
    let data = frame.data.flatMap { try? JSON(parsingLeniently: Array($0.utf8)) }
    id = Verbatim(frame.eventID ?? frame.messageID)
    self.kind = kind
    users = Self.users(in: data)
    born = frame.born
  }

  private static let kinds: [String: Kind] = [
    "hrm_user_record_change": .values, "hrm_mdm_user_change": .values, "user_modify_org": .values,
    "user_add_org": .joined, "user_active_org": .joined, "user_leave_org": .left,
  ]

  /// The people of an event, each once; nil if one of them cannot be read.
  private static func users(in data: JSON?) -> [Verbatim]? {
    let named = ["staffId", "userId", "UserId"].compactMap { data?[$0] }.first { !$0.isNull }
    guard let named else { return nil }
    let keys = (named.elements ?? [named]).map(\.userKey)
    let users = keys.compactMap { $0 }
    return users.isEmpty || users.count < keys.count ? nil : users
  }
}
