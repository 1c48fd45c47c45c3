package import Roster

/// A fetch that change events caused.
package struct FollowedFetch: Sendable {
  /// The ids of the events.
  package let events: [Verbatim]
  /// The fetch; nil if it was not begun.
  package let result: FetchOutcome?
  /// The error that ended it early, or kept it from beginning; nil if it finished.
  package let error: (any UserFacingError)?

  /// Whether everything that could be known of its people is recorded.
  ///
  /// That none of them came back is such a result: they may have left, or are not visible to the
  /// app, and asking once more is all that can be done.
  package var isRecorded: Bool {
    if case .namedNotReturned? = error as? FetchError { return true }
    return result?.result.status == .finished
  }

  /// What the decider needs to know of it.
  var outcome: EventFetchDecider.Outcome {
    guard isRecorded, let result else { return .failed }
    return .recorded(hasChanges: result.result.changed > 0, leftToOthers: result.leftToOthers)
  }
}
