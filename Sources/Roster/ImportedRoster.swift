/// A roster that a file holds, and that was true at a time that the importer states.
package struct ImportedRoster: Hashable, Sendable {
  /// The system that the values are from.
  package let system: System
  /// The file's name.
  package let file: Verbatim
  /// The SHA-256 of the file: 32 bytes.
  package let digest: [UInt8]
  /// When the values were taken out of the system.
  package let capturedAt: Instant
  /// The users, each once.
  package let users: [ImportedUser]

  package init(
    system: System,
    file: Verbatim,
    digest: [UInt8],
    capturedAt: Instant,
    users: [ImportedUser]
  ) {
    self.system = system
    self.file = file
    self.digest = digest
    self.capturedAt = capturedAt
    self.users = users
  }
}

/// What a file says of one user.
package struct ImportedUser: Hashable, Sendable {
  /// The user's key.
  package let user: Verbatim
  /// The fields that the file says something about; all others are unknown to it.
  package let scope: Set<FieldCode>
  /// The cells, each address once; an empty one is stated as empty.
  package let cells: [Cell]

  package init(user: Verbatim, scope: Set<FieldCode>, cells: [Cell]) {
    self.user = user
    self.scope = scope
    self.cells = cells
  }
}
