import ArgumentParser
import Operations
import Roster

/// The command `rollbook replay`.
struct ReplayCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Write again what changed in DingTalk, there or to Maycur.",
    discussion: """
      With a batch's number: what it wrote to DingTalk. Otherwise what was seen to change in a span \
      of time: the latest value of each cell. To Maycur it goes through links and the field mapping; \
      a person without a sound link, or with a value that has no row in its table, is refused.
      """
  )

  @Argument(help: "A batch in DingTalk; none with --since.")
  var batch: Int64?

  @Option(name: .customLong("to"), help: "The system that is written to.")
  var system: Roster.System

  @Option(help: ArgumentHelp("Only these people, separated by commas.", valueName: "users"))
  var users: String?

  @Option(help: ArgumentHelp("Only these fields of DingTalk, separated by commas."))
  var fields: String?

  @OptionGroup var options: ReplayOptions

  @Flag(help: "Show the plan, and write nothing.")
  var dryRun = false

  @OptionGroup var sending: SendingOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if (batch == nil) == (options.since == nil) {
      throw ValidationError("Name a batch, or --since")
    }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    if !dryRun { try sending.check(surroundings) }
    let desk = try Desk(global, surroundings)
    let request = try options.request(
      batch,
      users: users,
      fields: fields,
      desk,
      rules: sending.rules(desk.settings),
      author: sending.author.author(in: surroundings)
    )
    let batchDesk = BatchDesk(desk, system, global)
    let hands = ReplayHandling(BatchHandling(sending: sending, desk: batchDesk))
    if dryRun {
      let found = await batchDesk.work(wait: sending.timing.wait) { tools in
        try await planReplay(request, tools: tools)
      }
      return try hands.show(try found.get())
    }
    let found = await batchDesk.work(wait: sending.timing.wait) { tools in
      try await runReplay(request, tools: tools) { await hands.agrees(to: $0) }
    }
    return try hands.tell(try found.get(), isRehearsal: false)
  }
}
