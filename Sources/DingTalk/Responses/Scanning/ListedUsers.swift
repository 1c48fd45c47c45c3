import Roster

/// The users in a response of `v2/list`, not yet compared with the request.
struct ListedUsers: Hashable, Sendable {
  let users: [ListedUser]
  /// The people who could not be read.
  var setAside: [SetAside] = []
  let requestID: String?
}

/// One user in a response of `v2/list`.
struct ListedUser: Hashable, Sendable {
  let response: UserResponse
  /// The company in the user's record.
  let company: Verbatim?
  /// The fields that could not be read.
  var unread: [UnreadField] = []
}

extension ListedUsers {
  /// Parses a response of `v2/list` directly from its bytes, if it has the usual form.
  ///
  /// The result equals that of parsing a document, or is nil: malformed, refusing and merely
  /// unusual responses are left to the parser of documents.
  init?(scanning body: [UInt8]) {
    let listed = body.withUnsafeBufferPointer { buffer in
      var scanner = RosterScanner(buffer)
      return try? scanner.page()
    }
    guard let listed else { return nil }
    self = listed
  }
}
