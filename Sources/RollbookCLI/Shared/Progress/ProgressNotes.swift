import Roster
import Synchronization

/// Prints the progress of an operation on standard error.
final class ProgressNotes: Sendable {
  private let meter: Mutex<ProgressMeter>
  private let environment: CommandEnvironment
  private let isQuiet: Bool

  init(_ environment: CommandEnvironment, isQuiet: Bool) {
    self.environment = environment
    self.isQuiet = isQuiet
    meter = Mutex(Self.meter(environment))
  }

  /// Restarts the measurement, for example after a person confirmed the plan.
  func begin() {
    let fresh = Self.meter(environment)
    meter.withLock { $0 = fresh }
  }

  func present(_ progress: some Measured) {
    environment.progress?(progress.reached, progress.goal, progress.words.joined(separator: ", "))
    if isQuiet { return }
    let now = environment.timekeeper.monotonic()
    if let text = meter.withLock({ $0.text(progress, now: now) }) {
      try? environment.output.notes.write(text)
    }
  }

  func end() {
    if !isQuiet { try? environment.output.notes.write(meter.withLock { $0.end }) }
  }

  private static func meter(_ environment: CommandEnvironment) -> ProgressMeter {
    ProgressMeter(width: environment.output.notesWidth, began: environment.timekeeper.monotonic())
  }
}
