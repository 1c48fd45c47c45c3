/// Something that a fetch noticed and that a person should check.
package struct Finding: Hashable, Sendable {
  /// The kind of a finding; the raw values are the words of the output.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A field came back for no user, although most users of the response had it before: it was
    /// withheld from us.
    case fieldWithheld
    /// A field of the catalog came back for no user in a fetch of all people and fields, and never
    /// did before.
    case fieldHeldByNobody
    /// The user list was so much shorter than the last one that it was refused.
    case listShrunk
    /// Users were asked for and were not in the response.
    case usersNotReturned
    /// The clock was behind the log's last entry; the time of that entry was used instead.
    case clockSetBack
    /// Responses contained erased users; what they contained about them was not recorded.
    case erasedUsersLeftOut
    /// People of a response could not be read, and were left out.
    case personSetAside
    /// A field of some people could not be read, and was left out of their entries.
    case fieldSetAside
    /// Elements of the user list are no user keys, and were left out.
    case listedSetAside
    /// A field of the catalog, or a part of its description, could not be read.
    case descriptionSetAside
    /// Users were asked for who were never on a user list and were not in the response: they are no
    /// persons.
    case usersUnknown
  }

  /// What was noticed.
  package let kind: Kind
  /// The operation that found it.
  package let operation: OperationNumber
  /// The field that it concerns; nil if it concerns none.
  package let field: FieldCode?
  /// How many users, or responses, it concerns.
  package let count: Int

  package init(kind: Kind, operation: OperationNumber, field: FieldCode? = nil, count: Int) {
    self.kind = kind
    self.operation = operation
    self.field = field
    self.count = count
  }
}

extension SetAside.Part {
  /// The finding that reports a part of this kind as left out.
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
