import Roster
import Synchronization

/// Tells the progress of an operation on standard error.
final class ProgressNotes: Sendable {
  private let meter: Mutex<ProgressMeter>
  private let surroundings: Surroundings
  private let isQuiet: Bool

  init(_ surroundings: Surroundings, isQuiet: Bool) {
    self.surroundings = surroundings
    self.isQuiet = isQuiet
    meter = Mutex(Self.meter(surroundings))
  }

  /// Takes it that the work begins only now, such as after a question was answered.
  func begin() {
    let fresh = Self.meter(surroundings)
    meter.withLock { $0 = fresh }
  }

  func tell(_ progress: some Measured) {
    if isQuiet { return }
    let now = surroundings.timekeeper.monotonic()
    if let text = meter.withLock({ $0.text(progress, now: now) }) {
      try? surroundings.output.notes.write(text)
    }
  }

  func end() {
    if !isQuiet { try? surroundings.output.notes.write(meter.withLock { $0.end }) }
  }

  private static func meter(_ surroundings: Surroundings) -> ProgressMeter {
    ProgressMeter(width: surroundings.output.notesWidth, began: surroundings.timekeeper.monotonic())
  }
}
