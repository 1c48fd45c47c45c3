/// A roster from a file, valid at a time that the importer states.
package struct ImportedRoster: Hashable, Sendable {
  /// The system whose values the file has.
  package let system: System
  /// The file's name.
  package let file: Verbatim
  /// The SHA-256 of the file: 32 bytes.
  package let digest: [UInt8]
  /// When the values were read from the system.
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

/// What a file states about one user.
package struct ImportedUser: Hashable, Sendable {
  /// The user's key.
  package let user: Verbatim
  /// The fields that the file states something about; nothing is known of all others.
  package let scope: Set<FieldCode>
  /// The cells, each address once; an empty cell of the file is stated as empty.
  package let cells: [Cell]

  package init(user: Verbatim, scope: Set<FieldCode>, cells: [Cell]) {
    self.user = user
    self.scope = scope
    self.cells = cells
  }
}
