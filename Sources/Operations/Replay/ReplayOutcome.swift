import Ledger
import Roster
import Synchronization
import VerbatimJSON

/// What a replay did.
public struct ReplayOutcome: Sendable {
  /// What was sent, and what became of it; as of a push.
  public let push: PushOutcome
  /// What was not written, and why.
  public let review: ReplayReview
  /// How many cells hold what was to be written, as the system showed, or, where it cannot be read,
  /// acknowledged; those that held it before are not counted.
  public let restored: Int
}
