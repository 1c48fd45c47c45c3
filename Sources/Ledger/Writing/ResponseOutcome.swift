package import Roster

/// What a response added to the log.
package struct ResponseOutcome: Hashable, Sendable {
  /// How many users came back.
  package var users = 0
  /// How many users were asked for and did not come back.
  package var notReturned = 0
  /// How many cells came back.
  package var values = 0
  /// How many cells differ from the last fetch, first observations and gone ones included.
  package var changed = 0
  /// How many of the changed cells are gone.
  package var gone = 0
  /// How many events were stored: one for each changed cell, and for each to which a write was sent
  /// since.
  package var events = 0
  /// The fields that were withheld from us.
  package var withheld: Set<FieldCode> = []
  /// The erased users in the response; what it contains about them is not in the log.
  package var leftOut: Set<Verbatim> = []
  /// The users in the response whom another operation writes or wrote meanwhile; what the response
  /// contains about them may be older than what that operation recorded, and is not in the log.
  package var leftToOthers: Set<Verbatim> = []
  /// The parts of the response that were not recorded, including users who are no persons.
  package var setAside: [SetAside] = []

  /// Adds the counts of another part of the same response.
  package mutating func add(_ part: ResponseOutcome) {
    users += part.users
    notReturned += part.notReturned
    values += part.values
    changed += part.changed
    gone += part.gone
    events += part.events
    withheld.formUnion(part.withheld)
  }
}

/// What a description of fields added to the log.
package struct CatalogOutcome: Hashable, Sendable {
  /// How many fields were described.
  package var fields = 0
  /// How many have another description than before, new and removed ones included.
  package var changed = 0
}

/// What a user list added to the log.
package struct EnumerationOutcome: Hashable, Sendable {
  /// How many users are on the user list.
  package var listed = 0
  /// How many of them are on it for the first time.
  package var joined = 0
  /// How many of them had left.
  package var rejoined = 0
  /// How many left: the missing ones, if the list was accepted.
  package var left = 0
  /// How many were on the list before and are missing now.
  package var missing = 0
  /// Whether the list was accepted; if not, no user has left.
  package var accepted = true
  /// The keys of the users who left.
  package var leavers: [Verbatim] = []
  /// The erased users on the list; they do not count above.
  package var leftOut: Set<Verbatim> = []
}
