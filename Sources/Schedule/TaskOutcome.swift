/// How a run of the schedule ended.
package enum TaskOutcome: Hashable, Sendable {
  /// It ran; whether it succeeded is on record elsewhere.
  case ended
  /// It could not begin, since something else runs: it is tried again in a minute.
  case busy
}
