import ArgumentParser
import Operations
import Roster

/// The command `rollbook replay`.
struct ReplayCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Write what changed in one system to the other, or to the same one again.",
    discussion: """
      With a batch's number: what it wrote to the other system. Otherwise what was observed to \
      change in a span of time: the latest value of each cell. Values go through links and the \
      field mapping; a person without a sound link, or with a value that the mapping does not say \
      how to write, is refused.

      Examples:
        rollbook replay 12 --to maycur --dry-run
        rollbook replay --since yesterday --fields 手机号 --to maycur --reason phones
      """
  )

  @Argument(help: "The batch's number; none with --since.")
  var batch: OperationNumber?

  @Option(name: .customLong("to"), help: "The system that is written to.")
  var system: Roster.System

  @Option(help: ArgumentHelp("Only these people, separated by commas.", valueName: "users"))
  var users: String?

  @Option(help: ArgumentHelp("Only these fields of where it is from, separated by commas."))
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

  var inputFiles: [String] { [options.mapping].compactMap { $0 } }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    if !dryRun { try sending.check(environment) }
    let context = try CommandContext(global, environment)
    let request = try options.request(
      batch,
      users: users,
      fields: fields,
      context,
      rules: sending.rules(context.settings),
      author: sending.author.author(in: environment)
    )
    let presenter = BatchPresenter(.replay, sending, context, system, global)
    return try await ReviewPresenter(presenter: presenter, purpose: .replay).run(dryRun: dryRun) {
      tools in
      try await planReplay(request, tools: tools)
    } send: { tools, confirm in
      try await runReplay(request, tools: tools, confirm: confirm)
    }
  }
}
