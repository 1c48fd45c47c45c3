import LedgerHistory
import ChangeFiles
import Ledger
import Operations
import Tables
import Roster

/// What `push` and `retry` share: show the plan, ask, send, and print the result.
struct BatchPresenter: Sendable {
  let sending: SendingOptions
  let batch: BatchContext
  /// Whether this is a rehearsal: there is no batch that `settle` or `retry` could take.
  var isRehearsal = false
  /// Whether the batch is proposed instead of sent; nil if it never is.
  private let choice: ProposalChoice?

  /// - Parameters:
  ///   - kind: The kind of the batch, for the rules of approval; nil if they do not concern it.
  ///   - sending: How it is sent.
  ///   - context: The ledger and the settings.
  ///   - system: The system that is written to.
  ///   - global: The options of every command.
  init(
    _ kind: OperationKind?,
    _ sending: SendingOptions,
    _ context: CommandContext,
    _ system: System,
    _ global: GlobalOptions
  ) {
    self.sending = sending
    choice = kind.map {
      ProposalChoice($0, isAsked: sending.propose, policy: context.settings.approval)
    }
    batch = BatchContext(context, system, global)
  }

  var context: CommandContext { batch.context }
  private var global: GlobalOptions { batch.global }
  private var environment: CommandEnvironment { context.environment }

  /// Runs work with the tools of an operation, waiting for another writer as the options say.
  func work<Value: Sendable>(
    _ body: @escaping @Sendable (PushTools) async throws -> Value
  ) async throws -> Value {
    try await batch.work(wait: sending.timing.wait.duration, body).get()
  }

  /// The confirmation of a plan.
  var confirmation: Confirmation {
    Confirmation(
      environment: environment,
      times: context.settings.times,
      isQuiet: global.quiet,
      yes: sending.yes,
      progress: batch.progress,
      choice: choice
    )
  }

  /// The request of a push; refused if rows of the file cannot be used.
  func request(
    _ saved: SavedPlan?,
    _ source: ChangeSource?,
    _ tools: PushTools
  ) async throws -> (PushRequest, ResolvedChanges?) {
    let rules = sending.rules(context.settings)
    let author = sending.author.author(in: environment)
    if let saved { return (PushRequest(plan: saved, rules: rules, author: author), nil) }
    guard let source else { return (PushRequest(changes: [], rules: rules, author: author), nil) }
    source.warn(context, global)
    let resolved = try await source.resolved(tools)
    if !resolved.problems.isEmpty {
      for problem in resolved.problems { environment.output.note("- \(problem.message)") }
      if !sending.limits.skipBad {
        throw CommandError.badRows(
          file: source.name,
          problems: resolved.problems.map(\.message)
        )
      }
    }
    var request = PushRequest(
      changes: resolved.changes,
      rules: rules,
      author: author,
      parameters: source.parameters
    )
    request.cleaned = resolved.cleaned.map { PlannedCleaning($0) }
    return (request, resolved)
  }

  /// Pushes, and prints how many rows of the file were left out.
  func push(
    _ request: PushRequest,
    source: ChangeSource?,
    resolved: ResolvedChanges?,
    tools: PushTools
  ) async throws -> (PushOutcome, Int) {
    let (confirmation, sight) = (confirmation, environment.sight)
    let outcome = try await runPush(request, tools: tools) { plan in
      await confirmation.agrees(
        to: PlanView(plan, for: sight, source: source, resolved: resolved)
      )
    }
    return (outcome, resolved?.badRows.count ?? 0)
  }

  /// Prints the result, and returns the exit code.
  ///
  /// - Parameters:
  ///   - outcome: The result.
  ///   - skippedRows: How many rows of the change file were left out.
  ///   - write: Writes the result, if it has more than that of a push.
  /// - Returns: The exit code.
  /// - Throws: The error that ended the batch early.
  func present(
    _ outcome: PushOutcome,
    skippedRows: Int = 0,
    write: (() throws -> Void)? = nil
  ) async throws -> ExitStatus {
    if let needs = choice?.agreed, let batch = outcome.unsent {
      let author = sending.author.author(in: environment)
      let run = ProposalRun(context: context, global: global)
      let proposal = try await run.propose(
        batch,
        needs: needs,
        author: author,
        wait: sending.timing.wait.duration
      )
      let decision = try run.decision(.applied, on: proposal, digest: nil)
      // What is approved afterwards is applied at once, unless it is too early or too late in the day.
      let mayApply = (try? context.ledger.check(decision, now: environment.timekeeper.now())) != nil
      guard needs.before.isEmpty, mayApply else { return try run.present(proposal) }
      return try await apply(decision, author)
    }
    if let error = outcome.error as? PushError, case .refused = error, let plan = outcome.plan {
      confirmation.show(PlanView(plan, for: environment.sight))
    }
    // A rollback and a replay write the cells that are left alone into their results.
    let leftAlone = write == nil ? environment.sight.review(outcome.review).leftAlone : []
    for row in leftAlone { environment.output.note("- \(row.user ?? ""): \(row.why)") }
    if let write { try write() } else { try context.write(outcome.result, Column.push) }
    if let error = outcome.readBackError {
      environment.output.note(
        "What was sent could not be read again, so nothing is verified: \(error.message)"
      )
    }
    if let cause = environment.interruption.cause, outcome.result.status != .finished {
      global.note("Stopped. Every row's fate is recorded.", in: environment)
      return cause.exit
    }
    if let error = outcome.error { throw error }
    if !isRehearsal { hint(outcome.result) }
    let left = (outcome.plan?.refused.count ?? 0) + leftAlone.count + skippedRows
    let isWell =
      outcome.result.status == .finished && !outcome.result.counts.needAttention && left == 0
      && outcome.readBackError == nil
    return isWell ? .done : .attention
  }

  /// Sends what a proposal says, and prints the result.
  ///
  /// - Parameters:
  ///   - decision: The decision to apply it.
  ///   - author: Who applies it, and why.
  ///   - confirm: Receives the plan, and returns whether to go on.
  /// - Returns: The exit code.
  /// - Throws: The error that ended the batch early.
  func apply(
    _ decision: NewDecision,
    _ author: Author,
    confirm: @escaping @Sendable (Plan) async -> Bool = { _ in true }
  ) async throws -> ExitStatus {
    let request = ApplyRequest(decision: decision, never: context.settings.never, author: author)
    let outcome = try await work { tools in
      try await runApply(request, tools: tools, confirm: confirm)
    }
    let applied = try context.ledger.proposalFacts(decision.proposal)
    if let until = applied.reviewUntil, !applied.openReviews.isEmpty {
      global.note(
        "Proposal \(applied.number) is applied, and must be reviewed by "
          + "\(applied.openReviews.joined(separator: " and ")) until "
          + "\(context.settings.times.human(until)): `rollbook review \(applied.number)`.",
        in: environment
      )
    }
    return try await BatchPresenter(nil, sending, context, batch.system, global).present(outcome)
  }

  /// Prints what to do next.
  private func hint(_ result: PushResult) {
    let (counts, number) = (result.counts, result.operation)
    if counts.uncertain > 0 {
      global.note("`rollbook settle \(number)` finds out what is uncertain.", in: environment)
    }
    if counts.rejected + counts.notSent > 0 {
      global.note(
        "`rollbook batch \(number)` says why; `rollbook retry \(number)` sends again.",
        in: environment
      )
    }
  }
}

extension ChangeSource {
  /// Prints what a workbook does not show, and whether the file names another application than the
  /// settings.
  func warn(_ context: CommandContext, _ global: GlobalOptions) {
    for note in file.notes { global.note(Printable.oneLine(note), in: context.environment) }
    guard let ours = context.settings.agentID.map({ Verbatim(String($0)) }) else { return }
    for agent in file.agentIDs.subtracting([ours]).sorted() {
      global.note(
        "\(name) names the agentid \(agent); the one of the settings, \(ours), is sent.",
        in: context.environment
      )
    }
  }
}
