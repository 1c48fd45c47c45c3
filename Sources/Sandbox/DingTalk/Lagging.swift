import Roster
import VerbatimJSON

/// What reads return for a user before an update is visible.
struct Lagging: Sendable {
  let until: Instant
  let before: Employee
}
