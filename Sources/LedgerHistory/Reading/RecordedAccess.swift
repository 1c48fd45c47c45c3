package import Roster

/// What the service showed, and to whom: an accessed entry.
package struct RecordedAccess: Hashable, Sendable {
  package let entry: EntryID
  package let operation: OperationNumber
  package let recordedAt: Instant
  /// Who looked, as the log names them.
  package let actor: Verbatim
  /// The role by which they might.
  package let role: String
  /// The name of the reading.
  package let what: String
  /// The entry at which it was read.
  package let position: EntryID
  /// The person, if it showed only one; nil also for a reading that could show any person.
  package let user: Verbatim?
  /// How many people it showed; nil if it could show any person.
  package let people: Int?
  /// The parameters of the reading; nil if there were none.
  ///
  /// An erased text is `(erased)`, here and below.
  package let query: Verbatim?
  /// For whom the actor said to ask.
  package let behalf: Verbatim?
  /// For what, in the actor's words.
  package let purpose: Verbatim?
}

/// Selects accesses.
package struct AccessFilter: Hashable, Sendable {
  /// Those that showed this person, alone or among others, or that could show any person; nil for all.
  package var user: UserKey?
  /// Those of the actors whose name contains this text; nil for all.
  package var actor: Verbatim?
  /// Those of the reading with this name; nil for all.
  package var what: Verbatim?
  /// The entries.
  package var span: EntrySpan
  /// Whether the latest comes first.
  package var latestFirst: Bool

  package init(
    user: UserKey? = nil,
    actor: Verbatim? = nil,
    what: Verbatim? = nil,
    span: EntrySpan,
    latestFirst: Bool = false
  ) {
    self.user = user
    self.actor = actor
    self.what = what
    self.span = span
    self.latestFirst = latestFirst
  }
}
