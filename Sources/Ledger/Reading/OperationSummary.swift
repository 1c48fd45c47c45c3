import GRDB
public import Roster

/// An operation, as the log has it.
public struct OperationSummary: Hashable, Sendable {
  /// Its number.
  public let operation: Int64
  /// What it does.
  public let kind: OperationKind
  /// The system it reads from or writes to.
  public let system: System
  /// Who ran it, as the machine knew it.
  public let actor: Verbatim
  /// Who they said they were.
  public let claimedActor: Verbatim?
  /// Why.
  public let reason: Verbatim?
  /// Under which ticket.
  public let ticket: Verbatim?
  /// The operation it belongs to.
  public let parent: Int64?
  /// How it stands.
  public let status: OperationStatus
  /// When it was opened.
  public let openedAt: Instant
  /// When it was closed, if it was.
  public let closedAt: Instant?
  /// How many entries it made.
  public let entries: Int
}
