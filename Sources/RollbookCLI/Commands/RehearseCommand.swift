import ArgumentParser
import Ledger
import Operations
import Roster

/// The command `rollbook rehearse`.
struct RehearseCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Try a rollback or a replay on a company made of what the ledger knows.",
    discussion: """
      Without --to: the rollback of a batch. With it: the replay of a batch, or of a span of time. \
      The whole run is made, on a copy of the ledger and against a simulator on this machine: \
      nothing real is asked, written or recorded. What others changed and nobody has fetched yet \
      is not known to it; the real run reads that afresh.
      """
  )

  @Argument(help: "The batch's number; none with --since.")
  var batch: Int64?

  @Option(name: .customLong("to"), help: "Rehearse the replay to this system.")
  var system: Roster.System?

  @OptionGroup var undo: UndoOptions

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

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    RehearsalFolder.sweep()
    let desk = try Desk(global, surroundings)
    var rules = limits.rules(desk.settings)
    // The simulator shows at once what was written.
    rules.quiet = .zero
    var author = AuthorOptions.nobody(in: surroundings)
    author.reason = "rehearsal"
    let status =
      if let system {
        try await replay(to: system, desk, rules, author)
      } else {
        try await rollBack(batch ?? 0, desk, rules, author)
      }
    global.note("This was a rehearsal: nothing real was asked or written.", in: surroundings)
    return status
  }

  private func rollBack(
    _ batch: Int64,
    _ desk: Desk,
    _ rules: SendingRules,
    _ author: Author
  ) async throws -> ExitStatus {
    guard let (row, lines) = try desk.ledger.batch(batch) else { throw PushError.noBatch(batch) }
    let system = row.operation.system
    let request = try undo.request(batch, system, desk, rules: rules, author: author)
    let hands = UndoHandling(try hands(desk, system))
    let outcome = try await rehearsal(desk, system).play(with: lines.map(\.user)) { tools in
      try await runRollback(request, tools: tools) { await hands.agrees(to: $0) }
    }
    return try hands.tell(outcome, isRehearsal: true)
  }

  private func replay(
    to system: Roster.System,
    _ desk: Desk,
    _ rules: SendingRules,
    _ author: Author
  ) async throws -> ExitStatus {
    let request = try options.request(
      batch,
      users: undo.users,
      fields: undo.fields,
      desk,
      rules: rules,
      author: author
    )
    let hands = ReplayHandling(try hands(desk, system))
    let recipients = try request.recipients(in: desk.ledger, of: system)
    let outcome = try await rehearsal(desk, system).play(with: recipients) { tools in
      try await runReplay(request, tools: tools) { await hands.agrees(to: $0) }
    }
    return try hands.tell(outcome, isRehearsal: true)
  }

  private func rehearsal(_ desk: Desk, _ system: Roster.System) -> Rehearsal {
    Rehearsal(desk: desk, system: system, log: global.logger(in: desk.surroundings))
  }

  private func hands(_ desk: Desk, _ system: Roster.System) throws -> BatchHandling {
    var hands = BatchHandling(
      sending: try SendingOptions.parse(["--yes"]),
      desk: BatchDesk(desk, system, global)
    )
    hands.isRehearsal = true
    return hands
  }
}
