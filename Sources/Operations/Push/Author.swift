package import Roster

/// Who does something, and why.
package struct Author: Hashable, Sendable {
  /// Who runs it, as the machine knows them.
  package var actor: Verbatim
  /// Who they say they are, where they said so.
  package var claimedActor: Verbatim?
  /// Why.
  package var reason: Verbatim?
  /// The ticket under which it is done, where there is one.
  package var ticket: Verbatim?
  /// The version of the program that runs it.
  package var program: String

  package init(
    actor: Verbatim,
    claimedActor: Verbatim? = nil,
    reason: Verbatim? = nil,
    ticket: Verbatim? = nil,
    program: String
  ) {
    self.actor = actor
    self.claimedActor = claimedActor
    self.reason = reason
    self.ticket = ticket
    self.program = program
  }
}

extension Author {
  /// Checks that a reason is given.
  func checkReason() throws(PushError) {
    guard reason?.isEmpty == false else { throw .noReason }
  }
}
