import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Rehearsal
import Roster

/// The command `rollbook rehearse`.
struct RehearseCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Try a rollback or a replay on a company made of what the ledger knows.",
    discussion: """
      Without --to: the rollback of a batch. With it: the replay of a batch, or of a span of \
      time. The whole run is made on a copy of the ledger and in the sandbox on this machine: no \
      real system is asked or written to, and nothing is recorded. It does not know what others \
      changed since the last fetch; the real run reads that afresh.

      Examples:
        rollbook rehearse 12
        rollbook rehearse --to maycur --since yesterday --fields 手机号
      """
  )

  @Argument(help: "The batch's number; none with --since.")
  var batch: OperationNumber?

  @Option(name: .customLong("to"), help: "Rehearse the replay to this system.")
  var system: Roster.System?

  @OptionGroup var undo: RollbackOptions

  @OptionGroup var options: ReplayOptions

  @OptionGroup var limits: LimitOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if (batch == nil) == (options.since == nil) {
      throw ValidationError("Name a batch, or --since")
    }
    if system == nil, options.since != nil { throw ValidationError("--since goes with --to") }
    if system == nil, options.propagateClears || options.mapping != nil {
      throw ValidationError("--propagate-clears and --mapping go with --to")
    }
    if system != nil, undo.assumeUnchanged {
      throw ValidationError("--assume-unchanged goes without --to")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    RehearsalFolder.sweep()
    let context = try CommandContext(global, environment)
    var rules = limits.rules(context.settings)
    // The simulator shows writes at once.
    rules.quiet = .zero
    var author = AuthorOptions.nobody(in: environment)
    author.reason = "rehearsal"
    let status =
      if let system {
        try await replay(to: system, context, rules, author)
      } else {
        try await rollBack(batch ?? 0, context, rules, author)
      }
    global.note("This was a rehearsal: nothing real was asked or written.", in: environment)
    return status
  }

  private func rollBack(
    _ batch: OperationNumber,
    _ context: CommandContext,
    _ rules: SendingRules,
    _ author: Author
  ) async throws -> ExitStatus {
    guard let (row, lines) = try context.ledger.batch(batch) else { throw PushError.noBatch(batch) }
    let system = row.operation.system
    let request = try undo.request(batch, system, context, rules: rules, author: author)
    let presenter = try presenter(context, system, .rollback)
    let outcome = try await rehearsal(context, system).run(with: lines.map(\.user)) { tools in
      try await runRollback(request, tools: tools) { await presenter.agrees(to: $0) }
    }
    return try await presenter.present(outcome, isRehearsal: true)
  }

  private func replay(
    to system: Roster.System,
    _ context: CommandContext,
    _ rules: SendingRules,
    _ author: Author
  ) async throws -> ExitStatus {
    let request = try options.request(
      batch,
      users: undo.users,
      fields: undo.fields,
      context,
      rules: rules,
      author: author
    )
    let presenter = try presenter(context, system, .replay)
    let recipients = try request.recipients(in: context.ledger, of: system)
    let outcome = try await rehearsal(context, system).run(with: recipients) { tools in
      try await runReplay(request, tools: tools) { await presenter.agrees(to: $0) }
    }
    return try await presenter.present(outcome, isRehearsal: true)
  }

  private func rehearsal(_ context: CommandContext, _ system: Roster.System) -> Rehearsal {
    let environment = context.environment
    return Rehearsal(
      of: context.ledger,
      system,
      timekeeper: environment.timekeeper,
      random: environment.random,
      log: global.logger(in: environment),
      removeWhenStopped: environment.removeWhenStopped
    )
  }

  private func presenter(
    _ context: CommandContext,
    _ system: Roster.System,
    _ purpose: ReviewText.Purpose
  ) throws -> ReviewPresenter {
    var presenter = BatchPresenter(
      nil,
      try SendingOptions.parse(["--yes"]),
      context,
      system,
      global
    )
    presenter.isRehearsal = true
    return ReviewPresenter(presenter: presenter, purpose: purpose)
  }
}
