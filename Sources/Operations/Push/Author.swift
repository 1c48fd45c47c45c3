package import Roster

/// Who runs an operation, and why.
package struct Author: Hashable, Sendable {
  /// The account, from the machine.
  package var actor: Verbatim
  /// The name that the person gave; nil if none.
  package var claimedActor: Verbatim?
  /// Why.
  package var reason: Verbatim?
  /// The ticket; nil if none was given.
  package var ticket: Verbatim?
  /// The key of the request to the service that asked for it; nil if it came with none.
  package var requestKey: RequestKey?
  /// The version of the program.
  package var program: String

  package init(
    actor: Verbatim,
    claimedActor: Verbatim? = nil,
    reason: Verbatim? = nil,
    ticket: Verbatim? = nil,
    requestKey: RequestKey? = nil,
    program: String
  ) {
    self.actor = actor
    self.claimedActor = claimedActor
    self.reason = reason
    self.ticket = ticket
    self.requestKey = requestKey
    self.program = program
  }
}

extension Author {
  /// Checks that a reason is given.
  func checkReason() throws(PushError) {
    guard reason?.isEmpty == false else { throw .noReason }
  }
}

extension OperationRequest {
  /// Describes an operation that an author runs.
  package init(
    kind: OperationKind,
    by author: Author,
    system: System,
    parameters: Verbatim = "{}",
    parent: OperationNumber? = nil
  ) {
    self.init(
      kind: kind,
      system: system,
      actor: author.actor,
      claimedActor: author.claimedActor,
      reason: author.reason,
      ticket: author.ticket,
      requestKey: author.requestKey,
      parameters: parameters,
      program: author.program,
      parent: parent
    )
  }
}
