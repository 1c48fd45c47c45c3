import Operations

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
    guard let total else { return ["reading the list of people", counted(calls, "call")] }
    return [
      "\(done)/\(total) people", counted(values, "value"), "\(changed) changed",
      counted(calls, "call"),
    ]
  }
}

extension PushProgress: Measured {
  // Uncertain rows may be in flight.
  var reached: Int { accepted + rejected + skipped }
  var goal: Int? { total }

  var words: [String] {
    [
      "\(reached)/\(total) rows", "\(accepted) accepted", "\(rejected) rejected",
      "\(uncertain) uncertain",
    ] + (skipped > 0 ? ["\(skipped) skipped"] : []) + [counted(calls, "call")]
  }
}

private func counted(_ count: Int, _ thing: String) -> String {
  "\(count) \(thing)\(count == 1 ? "" : "s")"
}
