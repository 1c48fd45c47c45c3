/// A part of a response that was left out: it is unreadable, or concerns an unknown user.
///
/// The entry states nothing about that part, neither a value nor an absence. The rest of the
/// response is recorded.
package struct SetAside: Hashable, Sendable {
  /// What was left out.
  package enum Part: String, CaseIterable, Hashable, Sendable {
    /// A whole person of a response.
    case person
    /// A field of a person.
    case field
    /// An element of the user list that is no user key.
    case listed
    /// A user who was asked for, was never on a user list, and was not in the response: no person.
    case unknown
    /// A field of the catalog, or an option or another part of its description.
    case description
  }

  /// What was left out.
  package let part: Part
  /// The user whom it concerns; nil if that is not known.
  package let user: Verbatim?
  /// The field that it concerns; nil if that is not known.
  package let field: FieldCode?
  /// The position in the response and the fault, in words that contain nothing of the content.
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
  /// The response, split into parts whose users share one scope.
  ///
  /// A field that was set aside for a user is not in the scope of that user's part, so that its
  /// cells are not recorded as gone. The first part has the absent users. A user without any
  /// remaining field is in no part.
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

  /// The fields asked for, less those set aside for a user.
  ///
  /// If a set-aside part does not name its field, every field that did not come back is left out.
  private func asked(leavingOut asides: [SetAside], of user: UserResponse) -> Set<FieldCode> {
    guard !asides.isEmpty else { return asked }
    let left = asked.subtracting(asides.compactMap(\.field))
    guard asides.contains(where: { $0.field == nil }) else { return left }
    return left.intersection(user.cells.map(\.address.field))
  }

  /// The same response for some of its users only.
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
