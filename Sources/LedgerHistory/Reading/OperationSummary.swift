import GRDB
package import Roster

/// An operation in the log.
package struct OperationSummary: Hashable, Sendable {
  /// Its number.
  package let operation: OperationNumber
  /// Its kind.
  package let kind: OperationKind
  /// The system it reads from or writes to.
  package let system: System
  /// The account that ran it, from the machine.
  package let actor: Verbatim
  /// The name that the person gave.
  package let claimedActor: Verbatim?
  /// Why.
  package let reason: Verbatim?
  /// Under which ticket.
  package let ticket: Verbatim?
  /// The key of the request to the service that asked for it.
  package let requestKey: Verbatim?
  /// The operation it belongs to.
  package let parent: OperationNumber?
  /// Its status.
  package let status: OperationStatus
  /// When it was opened.
  package let openedAt: Instant
  /// When it was closed; nil if it is open.
  package let closedAt: Instant?
  /// How many entries it made.
  package let entries: Int
}
