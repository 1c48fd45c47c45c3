/// Who runs an operation, and why.
///
/// Every operation begins with one.
package struct OperationRequest: Hashable, Sendable {
  /// Its kind.
  package let kind: OperationKind
  /// The system it reads from or writes to.
  package let system: System
  /// The account that ran it, from the machine (`hr@payroll-host`).
  package let actor: Verbatim
  /// The name that the person gave; nil if none was given.
  package let claimedActor: Verbatim?
  /// The reason that was given; nil if none was.
  package let reason: Verbatim?
  /// The ticket that was given; nil if none was.
  package let ticket: Verbatim?
  /// The key of the request that asked for it; nil if it came with none, or from the command line.
  package let requestKey: RequestKey?
  /// The arguments of the operation, as JSON that a person can read.
  package let parameters: Verbatim
  /// The version of the program that ran it.
  package let program: String
  /// The operation's number of the operation that it belongs to; nil if it belongs to none.
  package let parent: OperationNumber?
  /// The users whom the operation writes.
  ///
  /// While it is open, no other one records what is read of them. They are not part of the log.
  package var writes: Set<Verbatim> = []

  package init(
    kind: OperationKind,
    system: System,
    actor: Verbatim,
    claimedActor: Verbatim? = nil,
    reason: Verbatim? = nil,
    ticket: Verbatim? = nil,
    requestKey: RequestKey? = nil,
    parameters: Verbatim,
    program: String,
    parent: OperationNumber? = nil
  ) {
    self.kind = kind
    self.system = system
    self.actor = actor
    self.claimedActor = claimedActor
    self.reason = reason
    self.ticket = ticket
    self.requestKey = requestKey
    self.parameters = parameters
    self.program = program
    self.parent = parent
  }
}

/// The kind of an operation.
package enum OperationKind: String, CaseIterable, Hashable, Sendable {
  /// Reads a roster into the log.
  case fetch
  /// Writes the changes of a file to a system.
  case push
  /// Writes again the rows of a batch that were not applied.
  case retry
  /// Puts back what a batch wrote, except what was changed since.
  case rollback
  /// Reads what became of uncertain rows.
  case settle
  /// Finds out, with one test person, how a tenant behaves.
  case probe
  /// Records the values of a file.
  case `import`
  /// Records which users of the two systems are one person.
  case link
  /// Writes to a system changes that were observed in it or in the other one.
  case replay
  /// Puts a user under a legal hold.
  case hold
  /// Lifts a legal hold.
  case release
  /// Erases values of users from the ledger.
  case erase
  /// Allows that an erased user is recorded again.
  case readmit
  /// Creates or revokes a token of the service.
  case token
  /// Records the settings with which the service runs.
  case configure
  /// Records what the service shows, and to whom.
  case access
  /// Records what a person wants to write, for others to approve.
  case propose
  /// Records a decision about a proposal.
  case decide

  /// Whether the operation writes to a system.
  package var isBatch: Bool { Self.batches.contains(self) }

  /// The kinds that write to a system.
  package static let batches: Set<OperationKind> = [.push, .retry, .rollback, .replay]

  /// Whether other people can be asked to approve it before it is done.
  package var isProposable: Bool { isBatch || [.erase, .release].contains(self) }
}

/// The status of an operation.
package enum OperationStatus: String, CaseIterable, Hashable, Sendable {
  /// It is open, and the process that runs it is alive.
  case running
  /// It did everything that it had to do.
  case finished
  /// A person stopped it, or it crashed; what it had recorded is kept.
  case interrupted
  /// An error ended it; what it had recorded is kept.
  case failed
}
