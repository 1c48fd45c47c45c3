import RollbookTestSupport
import Synchronization

/// Random-like bytes, the same in every run.
final class SeededBytes: Sendable {
  private let state: Mutex<Seeded>

  init(_ seed: UInt64) { state = Mutex(Seeded(seed)) }

  func next(_ count: Int) -> [UInt8] {
    state.withLock { generator in
      (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
    }
  }
}
