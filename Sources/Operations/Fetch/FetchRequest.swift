package import Roster

/// What a fetch reads, how, and who runs it.
package struct FetchRequest: Hashable, Sendable {
  /// The users to fetch; nil for everybody who is active.
  package var users: [Verbatim]?
  /// The fields to fetch; nil for all that the system describes.
  package var fields: [FieldCode]?
  /// The fields that are never requested.
  package var never: Set<FieldCode>
  /// How much shorter than the last user list a new one may be.
  package var shrinkLimit: ShrinkLimit
  /// The number of pages in flight at once, at least 1.
  package var pagesInFlight: Int
  /// Who runs it, and why.
  package var author: Author
  /// The ids of the system's change events because of which it is done; they are recorded.
  package var events: [Verbatim] = []

  /// By default, all fields of everybody.
  package init(
    users: [Verbatim]? = nil,
    fields: [FieldCode]? = nil,
    never: Set<FieldCode> = [],
    shrinkLimit: ShrinkLimit = ShrinkLimit(),
    pagesInFlight: Int = 4,
    author: Author
  ) {
    self.users = users
    self.fields = fields
    self.never = never
    self.shrinkLimit = shrinkLimit
    self.pagesInFlight = max(1, pagesInFlight)
    self.author = author
  }

  /// Checks what can be decided before anything is opened or requested.
  ///
  /// - Throws: `FetchError` if the request has no user, no field, a key that no call can carry, or
  ///   a field that is never requested.
  package func check() throws(FetchError) {
    if let users {
      guard !users.isEmpty else { throw .noUsers }
      // The system takes its users as one text, separated by commas.
      if let odd = users.first(where: { $0.isEmpty || $0.bytes.contains(UInt8(ascii: ",")) }) {
        throw .unusableUser(odd)
      }
    }
    guard let fields else { return }
    guard !fields.isEmpty else { throw .noFields }
    let forbidden = never.intersection(fields)
    guard forbidden.isEmpty else { throw .fieldsNeverFetched(forbidden.sorted()) }
  }
}
