import Synchronization
import WebServer

/// Counts the whole lists and reports that are being made, which may take much memory.
final class HeavyWork: Sendable {
  /// The largest number at once.
  private static let most = 2

  private let count = Mutex(0)

  /// The right to make one, until it is released.
  final class Place: Sendable {
    private let work: HeavyWork
    private let isTaken = Mutex(true)

    fileprivate init(_ work: HeavyWork) { self.work = work }

    deinit { release() }

    /// Frees the place; without effect if it is free already.
    func release() {
      let wasTaken = isTaken.withLock { isTaken in
        defer { isTaken = false }
        return isTaken
      }
      if wasTaken { work.count.withLock { $0 -= 1 } }
    }
  }

  /// Takes a place.
  ///
  /// - Returns: The place; keep it as long as the work lasts.
  /// - Throws: ``Problem`` if there is none.
  func take() throws(Problem) -> Place {
    let isTaken = count.withLock { count in
      guard count < Self.most else { return false }
      count += 1
      return true
    }
    if isTaken { return Place(self) }
    var problem = Problem(
      429,
      "tooManyExports",
      "\(Self.most) lists or reports are being made already. Try again."
    )
    problem.headers = [("Retry-After", "5")]
    throw problem
  }
}
