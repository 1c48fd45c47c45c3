import Ledger
import Roster
import Synchronization
import VerbatimJSON

/// What a replay did.
package struct ReplayOutcome: Sendable {
  /// What was sent, and what became of it; as of a push.
  package let push: PushOutcome
  /// What was not written, and why.
  package let review: ReplayReview
  /// How many cells hold what was to be written, as the system showed, or, where it cannot be read,
  /// acknowledged; those that held it before are not counted.
  package let restored: Int
}
