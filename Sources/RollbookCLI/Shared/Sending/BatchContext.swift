import LedgerHistory
import Ledger
import Logging
import Operations
import Roster

/// Context of a writing command: a `CommandContext`, the client of the system, and the tools.
struct BatchContext {
  let context: CommandContext
  let system: System
  let progress: ProgressNotes
  let global: GlobalOptions
  private let log: Logger

  init(_ context: CommandContext, _ system: System, _ global: GlobalOptions) {
    self.context = context
    self.system = system
    self.global = global
    progress = ProgressNotes(context.environment, isQuiet: global.quiet)
    log = global.logger(in: context.environment)
  }

  /// Runs work with the tools of an operation; Ctrl-C ends it in good order.
  func work<Value: Sendable>(
    wait: Duration,
    _ body: @escaping @Sendable (PushTools) async throws -> Value
  ) async -> Result<Value, any Error> {
    let (context, progress, log, system) = (context, progress, log, system)
    let environment = context.environment
    let connection = SystemConnection(context.settings, environment, global)
    let stop =
      "Stopping: calls under way are awaited, no more are sent. Ctrl-C again stops at once."
    let result = await global.stoppable(in: environment, saying: stop) {
      let known = try context.ledger.fields(.dingtalk)
      return try await connection.withSystem(system, known: known) { batchSystem in
        try await body(
          PushTools(
            ledger: context.ledger,
            system: batchSystem,
            timekeeper: environment.timekeeper,
            wait: wait,
            random: environment.random,
            log: log,
            progress: { progress.present($0) },
            afterCommit: Crash.planned(in: environment),
            threads: CommandThreads.shared
          )
        )
      }
    }
    progress.end()
    return result
  }

  /// Prints a line on standard error, unless `--quiet` is given.
  func note(_ line: String) { global.note(line, in: context.environment) }
}
