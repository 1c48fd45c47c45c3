/// What an operation does.
public enum OperationKind: String, CaseIterable, Hashable, Sendable {
  /// Reads a roster into the book.
  case fetch
}

/// How an operation stands.
public enum OperationStatus: String, CaseIterable, Hashable, Sendable {
  /// It is open, and the process that runs it is alive.
  case running
  /// It did all it set out to do.
  case finished
  /// It was stopped, by a person or by a crash; what it had recorded is kept.
  case interrupted
  /// It could not go on; what it had recorded is kept.
  case failed
}

/// What an entry of the book says.
public enum EntryKind: String, CaseIterable, Hashable, Sendable {
  /// An operation began.
  case opened
  /// An operation ended.
  case closed
  /// A system gave the list of its users.
  case enumerated
  /// A user is on the list who was never on it before.
  case joined
  /// A user is no longer on the list.
  case left
  /// A user who had left is on the list again.
  case rejoined
  /// A system described its fields.
  case catalogued
  /// A system told a user's values.
  case fetched
  /// A user was asked for and did not come back.
  case notReturned
}

/// Who runs an operation, and why: what every operation is opened with.
public struct OperationRequest: Hashable, Sendable {
  /// What it does.
  public let kind: OperationKind
  /// The system it reads from or writes to.
  public let system: System
  /// Who ran it, as the machine knows it (`hr@payroll-host`).
  public let actor: Verbatim
  /// Who they say they are, where they said so.
  public let claimedActor: Verbatim?
  /// Why, where it was said.
  public let reason: Verbatim?
  /// The ticket under which it is done, where there is one.
  public let ticket: Verbatim?
  /// What it was asked to do, as JSON that a person can read.
  public let parameters: Verbatim
  /// The version of the program that ran it.
  public let program: String

  /// Describes an operation that is about to begin.
  public init(
    kind: OperationKind,
    system: System,
    actor: Verbatim,
    claimedActor: Verbatim? = nil,
    reason: Verbatim? = nil,
    ticket: Verbatim? = nil,
    parameters: Verbatim,
    program: String
  ) {
    self.kind = kind
    self.system = system
    self.actor = actor
    self.claimedActor = claimedActor
    self.reason = reason
    self.ticket = ticket
    self.parameters = parameters
    self.program = program
  }
}
