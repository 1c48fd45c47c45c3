import GRDB
package import Roster

/// What an erasure would take, and what would stay.
package struct ErasurePlan: Hashable, Sendable {
  /// Whose.
  package let user: UserKey
  /// How many values go, with their labels and salts.
  package let values: Int
  /// How many other texts go as a whole: messages, reasons, parameters that name the user.
  package let texts: Int
  /// How many `unionid`s go.
  package let unions: Int
  /// How many entries are about the user; they stay, as entries about somebody.
  package let entries: Int
  /// The batches of which rows lose what they wrote.
  package let batches: [Int64]
  /// How many different values stay in the file all the same, because others hold the same bytes.
  package let shared: Int
  /// How many operations name the user as the one who ran them; that stays.
  package let operationsRun: Int
  /// The entry of the hold that forbids it; nil where none does.
  package let hold: Int64?
  /// The users of the other system who are linked to this one, and are not erased with them.
  package let linked: [UserKey]
}

/// An erasure that the log has.
package struct ErasureSummary: Hashable, Sendable {
  /// The erased entry.
  package let entry: Int64
  /// What the user is called now; nil where this ledger had never met them.
  package let user: Verbatim?
  /// Whether the user went, and not only the values of some fields.
  package let isWhole: Bool
  /// When it was recorded.
  package let recordedAt: Instant
  /// The entry that lets the user be recorded again; nil where none does.
  package let readmitted: Int64?
}
