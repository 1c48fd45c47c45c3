/// Who runs an operation, and why: what every operation is opened with.
package struct OperationRequest: Hashable, Sendable {
  /// What it does.
  package let kind: OperationKind
  /// The system it reads from or writes to.
  package let system: System
  /// Who ran it, as the machine knows it (`hr@payroll-host`).
  package let actor: Verbatim
  /// Who they say they are, where they said so.
  package let claimedActor: Verbatim?
  /// Why, where it was said.
  package let reason: Verbatim?
  /// The ticket under which it is done, where there is one.
  package let ticket: Verbatim?
  /// What it was asked to do, as JSON that a person can read.
  package let parameters: Verbatim
  /// The version of the program that ran it.
  package let program: String
  /// The operation that it belongs to, where it belongs to one.
  package let parent: Int64?

  package init(
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

/// What an operation does.
package enum OperationKind: String, CaseIterable, Hashable, Sendable {
  /// Reads a roster into the log.
  case fetch
  /// Writes the changes of a file to a system.
  case push
  /// Writes again what a batch left undone.
  case retry
  /// Puts back what a batch wrote, except what was changed since.
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
  package var isBatch: Bool { [.push, .retry, .rollback, .replay].contains(self) }
}

/// The status of an operation.
package enum OperationStatus: String, CaseIterable, Hashable, Sendable {
  /// It is open, and the process that runs it is alive.
  case running
  /// It did all it set out to do.
  case finished
  /// It was stopped, by a person or by a crash; what it had recorded is kept.
  case interrupted
  /// It could not go on; what it had recorded is kept.
  case failed
}
