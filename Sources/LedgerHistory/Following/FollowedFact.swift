package import Roster

/// One fact of the log, for a reader that follows it: a changed cell, or an entry of another kind.
package struct FollowedFact: Recorded, Hashable, Sendable {
  /// The user whom a fact is about.
  package struct Person: Hashable, Sendable {
    /// The user's key; of an erased one, `erased#` and the number.
    package let key: UserKey
    /// The user's number, which stays when the user is erased.
    package let number: UserNumber
    package let isErased: Bool
  }

  /// What a changed cell holds from here on.
  package struct Cell: Hashable, Sendable {
    /// The event's ordinal in the entry, from 1.
    package let ordinal: Int
    package let address: CellAddress
    package let content: Content
    /// Whether nothing was known of the cell before.
    package let isFirst: Bool
    /// Who made it, by what the log knows now; nil for a first observation outside of batches.
    package let origin: Origin?
  }

  /// What the fact says.
  package enum Detail: Hashable, Sendable {
    case cell(Cell)
    case opened(OperationKind, parent: OperationNumber?)
    /// The rows are counted by what the log knows now; nil if the operation is no batch.
    case closed(OperationKind, parent: OperationNumber?, OperationStatus, RowCounts?)
    /// What became of a row: the entry that intended it, and the batch of that entry.
    case row(intended: EntryID, batch: OperationNumber, code: Verbatim?, Settlement?)
    /// The erased fields; nil for the whole user.
    case erased([FieldCode]?)
    case link(dingtalk: Person, maycur: Person, LinkSource)
    /// The fields whose description differs from the one before.
    case described([FieldCode])
    case setAside(part: String, people: Int64, field: Verbatim?)
    case granted(role: String, until: Instant?)
    case revoked(token: EntryID)
    /// A batch was proposed: its kind, to how many people it would write, the duties by which it must
    /// be approved, and until when.
    case submitted(OperationKind, people: Int64, needs: [String], until: Instant)
    /// What was decided about a proposal, and by which duty; that is empty if none was needed.
    case decided(OperationNumber, decision: String, duty: String)
    /// The kind of the entry says it all.
    case plain
  }

  package let recorded: LogReference
  /// The operation's system.
  package let system: System
  /// The last entry of the transaction that recorded it.
  package let appendEnd: EntryID
  package let person: Person?
  package let detail: Detail
}

/// The facts that a reader follows.
package struct FollowFilter: Hashable, Sendable {
  /// The last entry before those that are read.
  package let after: EntryID
  /// The kinds of their entries.
  package let kinds: Set<EntryKind>
  /// The fields of changed cells; nil for all.
  package let fields: Set<FieldCode>?
  /// How many entries are read; some more if a transaction would be cut in two.
  package let entries: Int

  package init(
    after: EntryID,
    kinds: Set<EntryKind>,
    fields: Set<FieldCode>? = nil,
    entries: Int
  ) {
    self.after = after
    self.kinds = kinds
    self.fields = fields
    self.entries = entries
  }
}
