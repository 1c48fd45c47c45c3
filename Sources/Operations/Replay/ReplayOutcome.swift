import Ledger
import Roster
import Synchronization
import VerbatimJSON

/// The result of a replay.
package struct ReplayOutcome: Sendable {
  /// The result of the sending, as of a push.
  package let push: PushOutcome
  /// What was not written, and why.
  package let review: ReplayReview
  /// How many cells have the written content: observed, or, in a system that cannot be read,
  /// acknowledged.
  ///
  /// Cells that had it before are not counted.
  package let restored: Int
}
