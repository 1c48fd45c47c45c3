import ArgumentParser
import Ledger
import Operations
import Roster

/// The command `rollbook rehearse`.
struct RehearseCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Try the rollback of a batch on a company made of what the ledger knows.",
    discussion: """
      The whole rollback is run, on a copy of the ledger and against a simulator on this machine: \
      nothing real is asked, written or recorded. What others changed and nobody has fetched yet \
      is not known to it; `rollback` reads that afresh.
      """
  )

  @Argument(help: "The batch's number.")
  var batch: Int64

  @OptionGroup var undo: UndoOptions

  @OptionGroup var limits: LimitOptions

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    guard let (row, lines) = try desk.ledger.batch(batch) else { throw PushError.noBatch(batch) }
    guard row.operation.system == .dingtalk else {
      throw CommandError.cannotRehearse(batch: batch, row.operation.system)
    }
    var rules = limits.rules(desk.settings)
    // The simulator shows at once what was written.
    rules.quiet = .zero
    var author = AuthorOptions.nobody(in: surroundings)
    author.reason = "rehearsal"
    let request = try undo.request(batch, .dingtalk, desk, rules: rules, author: author)
    let rehearsal = Rehearsal(desk: desk, log: global.logger(in: surroundings))
    let outcome = try await rehearsal.play(with: lines.map(\.user)) { tools in
      try await runRollback(request, tools: tools) { _ in true }
    }
    let sending = try SendingOptions.parse(["--yes"])
    let hands = BatchHandling(
      sending: sending,
      desk: BatchDesk(desk, .dingtalk, global)
    )
    let status = try UndoHandling(hands).tell(outcome, isRehearsal: true)
    global.note("This was a rehearsal: nothing real was asked or written.", in: surroundings)
    return status
  }
}
