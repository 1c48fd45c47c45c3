import Ledger
import Roster
import Synchronization
import VerbatimJSON

/// What a replay would do, before anything is sent.
public struct ReplayPlan: Sendable {
  /// What would be written, and what is refused of it.
  public let plan: Plan
  /// What would not be written, and why.
  public let review: ReplayReview
}
