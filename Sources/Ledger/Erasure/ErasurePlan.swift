import GRDB
package import Roster

/// What an erasure would delete, and what would remain.
package struct ErasurePlan: Hashable, Sendable {
  /// The user whom it concerns.
  package let user: UserKey
  /// How many values are deleted, with their labels and salts.
  package let values: Int
  /// How many other texts are deleted as a whole: messages, reasons, parameters that name the user.
  package let texts: Int
  /// How many `unionid`s go.
  package let unions: Int
  /// How many entries concern the user; they remain, without the user's name.
  package let entries: Int
  /// The batches that lose what they wrote to the user, by operation number.
  package let batches: [OperationNumber]
  /// How many different values remain in the file, because other people have the same bytes.
  package let shared: Int
  /// How many operations name the user as the one who ran them; these names remain.
  package let operationsRun: Int
  /// The held entry that forbids it; nil if there is no hold.
  package let hold: EntryID?
  /// The users of the other system who are linked to this one; they are not erased with them.
  package let linked: [UserKey]
}

/// An erasure that the log has.
package struct ErasureSummary: Hashable, Sendable {
  /// The erased entry.
  package let entry: EntryID
  /// The name that replaces the user's key; nil if this ledger never recorded the user.
  package let user: Verbatim?
  /// Whether the whole user was erased, and not only some fields.
  package let isWhole: Bool
  /// When it was recorded.
  package let recordedAt: Instant
  /// The readmitted entry; nil if the user may not be recorded again.
  package let readmitted: EntryID?
}
