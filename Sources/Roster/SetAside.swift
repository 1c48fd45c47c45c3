/// A part of a response that was left out: it is unreadable, or about a user who is not known.
///
/// The entry states nothing about that part: neither a value, nor that there is none. The rest of
/// the response is recorded.
package struct SetAside: Hashable, Sendable {
  /// What was left out.
  package enum Part: String, CaseIterable, Hashable, Sendable {
    /// A person of a response, whole.
    case person
    /// A field of a person.
    case field
    /// An entry of the list of users that is no key of a user.
    case listed
    /// A user who was asked for, was never on a list, and did not come back: no person.
    case unknown
    /// A field of the catalog, or an option or another part of its description.
    case description
  }

  /// What was left out.
  package let part: Part
  /// The user whom it is about, where that is known.
  package let user: Verbatim?
  /// The field that it is about, where that is known.
  package let field: FieldCode?
  /// Where in the response it is and what is wrong, in words without anything of its content.
  package let problem: String

  package init(
    _ part: Part,
    user: Verbatim? = nil,
    field: FieldCode? = nil,
    problem: String
  ) {
    self.part = part
    self.user = user
    self.field = field
    self.problem = problem
  }
}

extension RosterResponse {
  /// The response in parts whose users share the fields of which it is a statement.
  ///
  /// A field that was set aside of a user is in the scope of no part that the user is in, so that
  /// it is not taken for gone. The absent are in the first part; a user with nothing left is in
  /// none.
  package var partsOfOneScope: [RosterResponse] {
    guard !setAside.isEmpty else { return [self] }
    var asides: [Verbatim: [SetAside]] = [:]
    for aside in setAside where aside.part == .field {
      if let user = aside.user { asides[user, default: []].append(aside) }
    }
    var scopes: [Set<FieldCode>] = [asked]
    var parts: [Set<FieldCode>: [UserResponse]] = [:]
    for user in users {
      let scope = asked(leavingOut: asides[user.user] ?? [], of: user)
      if scope.isEmpty, user.cells.isEmpty { continue }
      if !scopes.contains(scope) { scopes.append(scope) }
      parts[scope, default: []].append(user)
    }
    return scopes.enumerated().map { index, scope in
      part(asked: scope, users: parts[scope] ?? [], absent: index == 0 ? absent : [])
    }
  }

  /// What was asked for and not set aside of a user; where a field does not say which it is, it may
  /// be any that did not come back.
  private func asked(leavingOut asides: [SetAside], of user: UserResponse) -> Set<FieldCode> {
    guard !asides.isEmpty else { return asked }
    let left = asked.subtracting(asides.compactMap(\.field))
    guard asides.contains(where: { $0.field == nil }) else { return left }
    return left.intersection(user.cells.map(\.address.field))
  }

  /// The same response about some of its users.
  package func part(
    asked: Set<FieldCode>,
    users: [UserResponse],
    absent: [AbsentUser],
    setAside: [SetAside] = []
  ) -> RosterResponse {
    RosterResponse(
      system: system,
      company: company,
      asked: asked,
      users: users,
      absent: absent,
      setAside: setAside,
      askedAt: askedAt,
      receivedAt: receivedAt,
      requestID: requestID
    )
  }
}
