/// What an entry of the log says.
package enum EntryKind: String, CaseIterable, Hashable, Sendable {
  /// An operation began.
  case opened
  /// An operation ended.
  case closed
  /// A system gave the list of its users.
  case enumerated
  /// A user is on the list who was never on it before.
  case joined
  /// A user is no longer on the list.
  case left
  /// A user who had left is on the list again.
  case rejoined
  /// A system described its fields.
  case cataloged
  /// A system returned a user's values.
  case fetched
  /// A user was asked for and did not come back.
  case notReturned
  /// Values are to be written to a user; recorded before the first call of a batch.
  case intended
  /// A call is about to leave, with the intended entries that it carries.
  case sent
  /// The system accepted a row.
  case accepted
  /// The system refused a row.
  case rejected
  /// It is not known what became of a row.
  case uncertain
  /// A row was not sent, because its cells had moved.
  case skipped
  /// It was found out what became of an uncertain row.
  case settled
  /// Two users are one person.
  case linked
  /// Two users are not one person, or no longer.
  case unlinked
  /// A file gave a user's values.
  case imported
  /// A user is under a legal hold: nothing of theirs may be erased.
  case held
  /// A user is under a legal hold no longer.
  case released
  /// Values of a user were erased, or the user was.
  case erased
  /// Values of a user were to be erased, and a hold forbade it.
  case erasureRefused
  /// A user who was erased may be recorded again, as somebody new.
  case readmitted
  /// A response, a list or a file spoke of users who were erased; what it said of them was left
  /// out.
  case suppressed
  /// A system said when and why a user left.
  case dismissed
  /// Something of a response, a list or a catalog could not be read, and was left out.
  case setAside
}
