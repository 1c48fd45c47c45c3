public import Roster

/// Who does something, and why.
public struct Author: Hashable, Sendable {
  /// Who runs it, as the machine knows them.
  public var actor: Verbatim
  /// Who they say they are, where they said so.
  public var claimedActor: Verbatim?
  /// Why.
  public var reason: Verbatim?
  /// The ticket under which it is done, where there is one.
  public var ticket: Verbatim?
  /// The version of the program that runs it.
  public var program: String

  /// Describes an author.
  public init(
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
