import Roster

/// What a response of `v2/list` says, not yet compared with what was asked.
struct ListedUsers: Hashable, Sendable {
  let users: [ListedUser]
  /// The people who could not be read.
  var setAside: [SetAside] = []
  let requestID: String?
}

/// One user as a response of `v2/list` has them.
struct ListedUser: Hashable, Sendable {
  let answer: UserResponse
  /// The company that it says the user is of.
  let company: Verbatim?
  /// The fields that could not be read.
  var unread: [UnreadField] = []
}

extension ListedUsers {
  /// Reads a response of `v2/list` straight from its bytes, if it has the usual form.
  ///
  /// It says the same as reading it by way of a document would, or nothing: whatever is malformed,
  /// or refuses, or is only unusual, is nil here, and is left to the parser of the document.
  init?(scanning body: [UInt8]) {
    let listed = body.withUnsafeBufferPointer { buffer in
      var scanner = RosterScanner(buffer)
      return try? scanner.page()
    }
    guard let listed else { return nil }
    self = listed
  }
}
