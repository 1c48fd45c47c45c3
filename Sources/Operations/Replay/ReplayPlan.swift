import Ledger
import Roster
import Synchronization
import VerbatimJSON

/// What a replay would do, before anything is sent.
package struct ReplayPlan: Sendable {
  /// The plan, with its refusals.
  package let plan: Plan
  /// What would not be written, and why.
  package let review: ReplayReview
}
