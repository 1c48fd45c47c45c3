/// One response of a system to a request for some fields of some users.
package struct RosterResponse: Hashable, Sendable {
  /// The system that responded.
  package let system: System
  /// The company's id in the response (DingTalk's `corp_id`); nil if it had none.
  package let company: Verbatim?
  /// The fields that were asked for.
  package let asked: Set<FieldCode>
  /// What came back, user by user; each user once.
  package let users: [UserResponse]
  /// The users who were asked for and are not in the response.
  package let absent: [AbsentUser]
  /// The parts of the response that could not be read; no entry states anything about them.
  package let setAside: [SetAside]
  /// When the request was sent.
  package let askedAt: Instant
  /// When the response arrived.
  package let receivedAt: Instant
  /// The system's request id; nil if it sent none.
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

/// What one response contains about one user.
package struct UserResponse: Hashable, Sendable {
  /// The user's key in that system.
  package let user: Verbatim
  /// DingTalk's `unionid`; nil if the response had none.
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
  /// The system's error code; nil if it gave none.
  package let code: String?
  /// The system's error message; nil if it gave none.
  package let message: Verbatim?

  package init(user: Verbatim, code: String? = nil, message: Verbatim? = nil) {
    self.user = user
    self.code = code
    self.message = message
  }
}

extension RosterResponse {
  /// The same response as if only some fields had been asked for.
  ///
  /// - Parameter fields: The fields; cells of other fields are left out.
  /// - Returns: The response about these fields.
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

  /// The fields that came back for at least one user.
  package var returnedFields: Set<FieldCode> {
    var fields: Set<FieldCode> = []
    // Users have nearly the same fields in the same order: comparing with the user before is
    // cheaper than a search.
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
