import Ledger
import Logging
import Operations
import Roster

/// Where a command sits that writes to a system: a desk, the way to the system, and its tools.
struct BatchDesk {
  let desk: Desk
  let system: System
  let progress: ProgressNotes
  let global: GlobalOptions
  private let log: Logger

  init(_ desk: Desk, _ system: System, _ global: GlobalOptions) {
    self.desk = desk
    self.system = system
    self.global = global
    progress = ProgressNotes(desk.surroundings, isQuiet: global.quiet)
    log = global.logger(in: desk.surroundings)
  }

  /// Does something with the tools of an operation; Ctrl-C ends it in good order.
  func work<Value: Sendable>(
    wait: Span,
    _ body: @escaping @Sendable (PushTools) async throws -> Value
  ) async -> Result<Value, any Error> {
    let (desk, progress, log, system) = (desk, progress, log, system)
    let surroundings = desk.surroundings
    let connection = Connection(settings: desk.settings, surroundings: surroundings, log: log)
    let stop =
      "Stopping: calls under way are awaited, no more are sent. Ctrl-C again stops at once."
    let result = await global.stoppable(in: surroundings, saying: stop) {
      let known = try desk.ledger.fields(.dingtalk)
      return try await connection.withSystem(system, known: known) { batchSystem in
        try await body(
          PushTools(
            ledger: desk.ledger,
            system: batchSystem,
            timekeeper: surroundings.timekeeper,
            wait: wait.duration,
            random: surroundings.random,
            log: log,
            progress: { progress.tell($0) },
            afterCommit: Crash.planned(in: surroundings)
          )
        )
      }
    }
    progress.end()
    return result
  }

  /// Says something beside the result, unless asked to be quiet.
  func note(_ line: String) { global.note(line, in: desk.surroundings) }
}
