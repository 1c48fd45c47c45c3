import GRDB
public import Roster

/// What an erasure would take, and what would stay.
public struct ErasurePlan: Hashable, Sendable {
  /// Whose.
  public let user: UserKey
  /// How many values go, with their labels and salts.
  public let values: Int
  /// How many other texts go as a whole: messages, reasons, parameters that name the user.
  public let texts: Int
  /// How many `unionid`s go.
  public let unions: Int
  /// How many entries are about the user; they stay, as entries about somebody.
  public let entries: Int
  /// The batches of which rows lose what they wrote.
  public let batches: [Int64]
  /// How many different values stay in the file all the same, because others hold the same bytes.
  public let shared: Int
  /// How many operations name the user as the one who ran them; that stays.
  public let operationsRun: Int
  /// The entry of the hold that forbids it; nil where none does.
  public let hold: Int64?
  /// The users of the other system who are linked to this one, and are not erased with them.
  public let linked: [UserKey]
}

/// An erasure that the log has.
public struct ErasureSummary: Hashable, Sendable {
  /// The erased entry.
  public let entry: Int64
  /// What the user is called now; nil where this ledger had never met them.
  public let user: Verbatim?
  /// Whether the user went, and not only the values of some fields.
  public let isWhole: Bool
  /// When it was recorded.
  public let recordedAt: Instant
  /// The entry that lets the user be recorded again; nil where none does.
  public let readmitted: Int64?
}
