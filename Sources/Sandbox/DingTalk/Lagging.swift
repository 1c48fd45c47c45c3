import Roster
import VerbatimJSON

/// What reads show of a user while an update has not come through to them.
struct Lagging: Sendable {
  let until: Instant
  let before: Employee
}
