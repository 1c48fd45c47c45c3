import LedgerHistory
import Operations
import Roster

/// The progress of an operation, as numbers for a bar and as words.
protocol Measured: Sendable {
  /// The amount that is done.
  var reached: Int { get }
  /// The amount of work; nil if that is not known yet.
  var goal: Int? { get }
  /// The words, piece by piece.
  var words: [String] { get }
}

extension FetchProgress: Measured {
  var reached: Int { done }
  var goal: Int? { total }

  var words: [String] {
    guard let total else { return ["reading the list of people", calls.counted("call")] }
    return [
      "\(done)/\(total) people", values.counted("value"), "\(changed) changed",
      calls.counted("call"),
    ]
  }
}

extension PushProgress: Measured {
  // Uncertain rows may be in flight.
  var reached: Int { counts.accepted + counts.rejected + counts.skipped }
  var goal: Int? { counts.rows }

  var words: [String] {
    [
      "\(reached)/\(counts.rows) rows", "\(counts.accepted) accepted",
      "\(counts.rejected) rejected", "\(counts.uncertain) uncertain",
    ] + (counts.skipped > 0 ? ["\(counts.skipped) skipped"] : []) + [calls.counted("call")]
  }
}
