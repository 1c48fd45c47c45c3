import Roster

/// Why a result could not be written.
package enum OutputError: Explained {
  /// Whoever read the output has stopped reading, as `head` does.
  case closed
  /// The system refused the write.
  case failed(reason: String)

  package var name: String {
    switch self {
    case .closed: "outputClosed"
    case .failed: "outputFailed"
    }
  }

  package var message: String {
    switch self {
    case .closed: "Whoever read the output stopped reading."
    case .failed(let reason): "The result could not be written: \(reason)."
    }
  }
}
