/// What the service is about to show about people, and to whom.
///
/// What exactly was shown can be read again at any time: the reading of ``what`` with ``query`` at
/// ``position`` gives the same, since the log does not change.
package struct NewAccess: Hashable, Sendable {
  /// Whom it is about.
  package enum People: Hashable, Sendable {
    /// One person.
    case person(UserKey)
    /// Each of these.
    case each(Set<UserKey>)
    /// Any person in the ledger: all that is said is which reading it was.
    case everybody
  }

  /// Who asked, as the log names them.
  package let actor: Verbatim
  /// The role by which they might.
  package let role: String
  /// The name of the reading: of a route of the API, or of a page.
  package let what: String
  /// The parameters of the reading, as they were sent; nil if there are none.
  package let query: Verbatim?
  /// The entry at which it was read.
  package let position: EntryID
  package let people: People
  /// For whom the actor says to ask; nil if they said nothing.
  package let behalf: Verbatim?
  /// For what, in the actor's words; nil if they said nothing.
  package let purpose: Verbatim?

  /// The largest number of bytes of a purpose.
  package static let longestPurpose = 1_000

  /// Whether a text says for what values are wanted: it has at least two letters, and is not too long.
  package static func isPurpose(_ text: String) -> Bool {
    text.unicodeScalars.count(where: \.properties.isAlphabetic) >= 2
      && text.utf8.count <= longestPurpose
  }

  package init(
    by actor: Verbatim,
    role: String,
    of what: String,
    query: Verbatim? = nil,
    at position: EntryID,
    people: People,
    behalf: Verbatim? = nil,
    purpose: Verbatim? = nil
  ) {
    self.actor = actor
    self.role = role
    self.what = what
    self.query = query
    self.position = position
    self.people = people
    self.behalf = behalf
    self.purpose = purpose
  }
}
