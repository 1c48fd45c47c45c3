import GRDB
package import Roster

/// An operation, as the log has it.
package struct OperationSummary: Hashable, Sendable {
  /// Its number.
  package let operation: Int64
  /// What it does.
  package let kind: OperationKind
  /// The system it reads from or writes to.
  package let system: System
  /// Who ran it, as the machine knew it.
  package let actor: Verbatim
  /// Who they said they were.
  package let claimedActor: Verbatim?
  /// Why.
  package let reason: Verbatim?
  /// Under which ticket.
  package let ticket: Verbatim?
  /// The operation it belongs to.
  package let parent: Int64?
  /// How it stands.
  package let status: OperationStatus
  /// When it was opened.
  package let openedAt: Instant
  /// When it was closed, if it was.
  package let closedAt: Instant?
  /// How many entries it made.
  package let entries: Int
}
