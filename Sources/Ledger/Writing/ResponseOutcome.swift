package import Roster

/// What a response added to the log.
package struct ResponseOutcome: Hashable, Sendable {
  /// How many users came back.
  package var users = 0
  /// How many were asked for and did not.
  package var notReturned = 0
  /// How many cells came back.
  package var values = 0
  /// How many cells differ from the last fetch, first observations and gone ones included.
  package var changed = 0
  /// How many of the changed cells are gone.
  package var gone = 0
  /// The fields that were withheld from us.
  package var withheld: Set<FieldCode> = []
  /// The users who were erased: what the response says of them is not in the log.
  package var leftOut: Set<Verbatim> = []
  /// What of the response was not recorded, those among it who are no persons.
  package var setAside: [SetAside] = []

  /// Adds what another part of the same response added.
  mutating func add(_ part: ResponseOutcome) {
    users += part.users
    notReturned += part.notReturned
    values += part.values
    changed += part.changed
    gone += part.gone
    withheld.formUnion(part.withheld)
  }
}

/// What a description of fields added to the log.
package struct CatalogOutcome: Hashable, Sendable {
  /// How many fields were described.
  package var fields = 0
  /// How many are described otherwise than before, new and vanished ones included.
  package var changed = 0
}

/// What a list of users added to the log.
package struct EnumerationOutcome: Hashable, Sendable {
  /// How many users are on the list.
  package var listed = 0
  /// How many of them were never on it before.
  package var joined = 0
  /// How many of them had left.
  package var rejoined = 0
  /// How many left: those missing, if the list was believed.
  package var left = 0
  /// How many were on the list before and are not now.
  package var missing = 0
  /// Whether the list was believed; if not, no user has left.
  package var accepted = true
  /// The users who left, as their system calls them.
  package var leavers: [Verbatim] = []
  /// The users on the list who were erased; they do not count above.
  package var leftOut: Set<Verbatim> = []
}
