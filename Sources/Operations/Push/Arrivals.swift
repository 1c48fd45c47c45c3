import Synchronization

/// What the tasks of a batch report, until the batch takes it.
///
/// A stream would hand it over one by one; what arrived during a commit is taken together, so that
/// the next commit can record all of it.
final class Arrivals<Arrival: Sendable>: Sendable {
  /// Has an element if something may have arrived; for one reader.
  let signals: AsyncStream<Void>
  private let signal: AsyncStream<Void>.Continuation
  private let waiting = Mutex<[Arrival]>([])

  init() {
    (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func add(_ arrival: Arrival) {
    waiting.withLock { $0.append(arrival) }
    signal.yield()
  }

  /// Takes what has arrived, in its order.
  func take() -> [Arrival] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
