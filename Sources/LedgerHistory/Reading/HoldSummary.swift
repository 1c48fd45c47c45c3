package import Roster

/// A legal hold that is in force.
package struct HoldSummary: Hashable, Sendable {
  /// Who is under it.
  package let user: UserKey
  /// When it was recorded.
  package let since: Instant
  /// Why.
  package let reason: Verbatim?
  /// The account that recorded it, from the machine or the service.
  package let actor: Verbatim
  /// The operation that recorded it.
  package let operation: OperationNumber
  /// The entry of the log.
  package let entry: EntryID
  /// The name that the person gave.
  package let claimedActor: Verbatim?
  /// Under which ticket.
  package let ticket: Verbatim?
}
