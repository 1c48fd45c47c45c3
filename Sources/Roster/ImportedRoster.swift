/// A roster that a file holds, and that was true at a time that the importer states.
public struct ImportedRoster: Hashable, Sendable {
  /// The system that the values are from.
  public let system: System
  /// The file's name.
  public let file: Verbatim
  /// The SHA-256 of the file: 32 bytes.
  public let digest: [UInt8]
  /// When the values were taken out of the system.
  public let capturedAt: Instant
  /// The users, each once.
  public let users: [ImportedUser]

  /// Makes a roster.
  public init(
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
public struct ImportedUser: Hashable, Sendable {
  /// The user's key.
  public let user: Verbatim
  /// The fields that the file says something about; all others are unknown to it.
  public let scope: Set<FieldCode>
  /// The cells, each address once; an empty one is stated as empty.
  public let cells: [Cell]

  /// Makes what a file says of a user.
  public init(user: Verbatim, scope: Set<FieldCode>, cells: [Cell]) {
    self.user = user
    self.scope = scope
    self.cells = cells
  }
}
