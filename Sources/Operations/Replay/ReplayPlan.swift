import Ledger
import Roster
import Synchronization
import VerbatimJSON

/// What a replay would do, before anything is sent.
package struct ReplayPlan: Sendable {
  /// What would be written, and what is refused of it.
  package let plan: Plan
  /// What would not be written, and why.
  package let review: ReplayReview
}
