/// What an operation does.
public enum OperationKind: String, CaseIterable, Hashable, Sendable {
  /// Reads a roster into the book.
  case fetch
  /// Writes the changes of a file to a system.
  case push
  /// Writes again what a batch left undone.
  case retry
  /// Puts back what a batch wrote, as far as nobody has changed it since.
  case rollback
  /// Finds out by reading what became of uncertain rows.
  case settle
  /// Finds out, on one test person, what a tenant does.
  case probe
  /// Records the values of a file.
  case `import`
  /// Records which users of the two systems are one person.
  case link
  /// Writes to a system what was seen to change, there or in the other one.
  case replay
  /// Puts a user under a legal hold.
  case hold
  /// Lifts a legal hold.
  case release
  /// Erases what the ledger holds of users.
  case erase
  /// Lets a user who was erased be recorded again.
  case readmit

  /// Whether the operation writes to a system.
  public var isBatch: Bool { [.push, .retry, .rollback, .replay].contains(self) }
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
  /// Values are to be written to a user; recorded before the first call of a batch.
  case intended
  /// A call is about to leave, with the intended entries that it carries.
  case sent
  /// The system accepted a row.
  case accepted
  /// The system refused a row.
  case rejected
  /// It is not known what became of a row.
  case uncertain
  /// A row was not sent, because its cells had moved.
  case skipped
  /// It was found out what became of an uncertain row.
  case settled
  /// Two users are one person.
  case linked
  /// Two users are not one person, or no longer.
  case unlinked
  /// A file told a user's values.
  case imported
  /// A user is under a legal hold: nothing of theirs may be erased.
  case held
  /// A user is under a legal hold no longer.
  case released
  /// Values of a user were erased, or the user was.
  case erased
  /// Values of a user were to be erased, and a hold forbade it.
  case erasureRefused
  /// A user who was erased may be recorded again, as somebody new.
  case readmitted
  /// An answer, a list or a file spoke of users who were erased; what it said of them was left out.
  case suppressed
  /// A system said when and why a user left.
  case dismissed
  /// Something of an answer, a list or a catalogue could not be read, and was left out.
  case setAside
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
  /// The operation that it belongs to, where it belongs to one.
  public let parent: Int64?

  /// Describes an operation that is about to begin.
  public init(
    kind: OperationKind,
    system: System,
    actor: Verbatim,
    claimedActor: Verbatim? = nil,
    reason: Verbatim? = nil,
    ticket: Verbatim? = nil,
    parameters: Verbatim,
    program: String,
    parent: Int64? = nil
  ) {
    self.kind = kind
    self.system = system
    self.actor = actor
    self.claimedActor = claimedActor
    self.reason = reason
    self.ticket = ticket
    self.parameters = parameters
    self.program = program
    self.parent = parent
  }
}
