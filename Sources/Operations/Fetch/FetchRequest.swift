package import Roster

/// What a fetch shall read, how, and who runs it.
package struct FetchRequest: Hashable, Sendable {
  /// The users to ask for; nil for everybody who is active.
  package var users: [Verbatim]?
  /// The fields to ask for; nil for all that the system describes.
  package var fields: [FieldCode]?
  /// The fields that are never asked for.
  package var never: Set<FieldCode>
  /// How much shorter than the last one the list of users may be and still be believed.
  package var shrinkLimit: ShrinkLimit
  /// How many pages may be on their way at once, at least 1.
  package var pagesInFlight: Int
  /// Who does it, and why.
  package var author: Author

  /// Describes a fetch; of everything about everybody, by default.
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

  /// Checks what can be judged before anything is opened or asked.
  ///
  /// - Throws: `FetchError` where the request asks for nobody, for nothing, for a key that no call
  ///   can carry, or for a field that is never to be asked for.
  package func check() throws(FetchError) {
    if let users {
      guard !users.isEmpty else { throw .noUsers }
      // The system takes its users as one text, parted by commas.
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
