/// One response of a system to the question "what are these fields of these users?".
package struct RosterResponse: Hashable, Sendable {
  /// The system that answered.
  package let system: System
  /// The company it answered for, where it said so (DingTalk's `corp_id`).
  package let company: Verbatim?
  /// The fields that were asked for.
  package let asked: Set<FieldCode>
  /// What came back, user by user; each user once.
  package let users: [UserResponse]
  /// Who was asked for and did not come back.
  package let absent: [AbsentUser]
  /// What of the response could not be read; of it nothing is stated.
  package let setAside: [SetAside]
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
  /// The system's id of the call, where it gave one.
  package let requestID: String?

  package init(
    system: System,
    company: Verbatim?,
    asked: Set<FieldCode>,
    users: [UserResponse],
    absent: [AbsentUser],
    setAside: [SetAside] = [],
    askedAt: Instant,
    receivedAt: Instant,
    requestID: String?
  ) {
    self.system = system
    self.company = company
    self.asked = asked
    self.users = users
    self.absent = absent
    self.setAside = setAside
    self.askedAt = askedAt
    self.receivedAt = receivedAt
    self.requestID = requestID
  }
}

/// What one response says about one user.
package struct UserResponse: Hashable, Sendable {
  /// The user's key in the system that answered.
  package let user: Verbatim
  /// DingTalk's `unionid`, where the response had one.
  package let unionID: Verbatim?
  /// The cells that came back, in any order, each address once.
  package let cells: [Cell]

  package init(user: Verbatim, unionID: Verbatim? = nil, cells: [Cell]) {
    self.user = user
    self.unionID = unionID
    self.cells = cells
  }
}

/// A user who was asked for and is absent from the response.
package struct AbsentUser: Hashable, Sendable {
  /// The user's key.
  package let user: Verbatim
  /// The system's code, where a refusal said why.
  package let code: String?
  /// The system's message, where a refusal had one.
  package let message: Verbatim?

  package init(user: Verbatim, code: String? = nil, message: Verbatim? = nil) {
    self.user = user
    self.code = code
    self.message = message
  }
}

extension RosterResponse {
  /// The same response as one to a question for other fields.
  ///
  /// - Parameter fields: The fields; what came back of others is left out.
  /// - Returns: The response about these.
  package func asking(only fields: Set<FieldCode>) -> RosterResponse {
    RosterResponse(
      system: system,
      company: company,
      asked: fields,
      users: users.map { user in
        UserResponse(
          user: user.user,
          unionID: user.unionID,
          cells: user.cells.filter { fields.contains($0.address.field) }
        )
      },
      absent: absent,
      setAside: setAside.filter { aside in aside.field.map { fields.contains($0) } ?? true },
      askedAt: askedAt,
      receivedAt: receivedAt,
      requestID: requestID
    )
  }

  /// The fields that came back, of whichever user.
  package var returnedFields: Set<FieldCode> {
    var fields: Set<FieldCode> = []
    // Users have much the same fields in much the same order; a look at the one before is cheaper
    // than a search.
    var before: [Cell] = []
    for user in users {
      for index in user.cells.indices {
        let field = user.cells[index].address.field
        if index < before.count, before[index].address.field == field { continue }
        fields.insert(field)
      }
      before = user.cells
    }
    return fields
  }
}
