/// Something about an operation that a person should look at.
package struct Finding: Hashable, Sendable {
  /// What kind of thing it is.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A field that most users of a response held came back for none: it was withheld from us.
    case fieldWithheld
    /// A field of the catalog came back for no user in a fetch of all people and fields, and never
    /// did before.
    case fieldHeldByNobody
    /// The list of users was so much shorter than the last one that it was not believed.
    case listShrunk
    /// Users were asked for and did not come back.
    case usersNotReturned
    /// The clock stood before the log's last entry, whose time was used instead.
    case clockSetBack
    /// Responses named users who were erased; what they said of them was not recorded.
    case erasedUsersLeftOut
    /// People of a response could not be read, and were left out.
    case personSetAside
    /// A field of some people could not be read, and was left out of what is recorded of them.
    case fieldSetAside
    /// Entries of the list of users are no keys of users, and were left out.
    case listedSetAside
    /// A field of the catalog, or a part of its description, could not be read.
    case descriptionSetAside
    /// Users were asked for who were never on a list and did not come back: no persons.
    case usersUnknown
  }

  /// What kind of thing it is.
  package let kind: Kind
  /// The operation that found it.
  package let operation: Int64
  /// The field it is about, where it is about one.
  package let field: FieldCode?
  /// How many users, or responses, it concerns.
  package let count: Int

  package init(kind: Kind, operation: Int64, field: FieldCode? = nil, count: Int) {
    self.kind = kind
    self.operation = operation
    self.field = field
    self.count = count
  }
}

extension SetAside.Part {
  /// The finding that something of this part was left out.
  package var finding: Finding.Kind {
    switch self {
    case .person: .personSetAside
    case .field: .fieldSetAside
    case .listed: .listedSetAside
    case .unknown: .usersUnknown
    case .description: .descriptionSetAside
    }
  }
}
