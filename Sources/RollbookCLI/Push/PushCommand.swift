import ArgumentParser
import ChangeFiles
import Operations
import Roster

/// The command `rollbook push`.
struct PushCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "push",
    abstract: "Write a change file, or a saved plan, to DingTalk or Maycur.",
    discussion: """
      The plan is shown and must be agreed to. Every row is recorded before it is sent, and its \
      outcome afterwards: `rollbook batch` prints them, `settle` finds out what is uncertain, \
      `retry` sends what was not applied. Exit code 1: rows need a person; 2: the plan is \
      refused.

      Examples:
        rollbook push changes.csv --to dingtalk --reason "moved house"
        rollbook push --plan moved.plan --reason "moved house" --yes
        rollbook push changes.csv --to dingtalk --reason "moved" --canary 3
      """
  )

  @Argument(help: "The change file; none with --plan.", completion: .file())
  var file: String?

  @Option(name: .customLong("to"), help: "The system that is written to.")
  var system: Roster.System?

  @Option(
    help: ArgumentHelp("Apply this saved plan, unless it is stale.", valueName: "path"),
    completion: .file()
  )
  var plan: String?

  @OptionGroup var workbook: SheetOption

  @OptionGroup var sending: SendingOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if file != nil, plan != nil {
      throw ValidationError("A change file and --plan exclude each other")
    }
    if workbook.sheet != nil, file == nil {
      throw ValidationError("--sheet goes with a change file")
    }
    if file == nil, plan == nil { throw ValidationError("Name a change file, or --plan") }
    if file != nil, system == nil { throw ValidationError("Say where: --to dingtalk or maycur") }
  }

  var inputFiles: [String] { [file, plan].compactMap { $0 } }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    try sending.check(environment)
    let context = try CommandContext(global, environment)
    let saved = try plan.map { try SavedPlan.read(environment.bytes(ofFile: $0), called: $0) }
    let target = system ?? saved?.system ?? .dingtalk
    if let saved, saved.system != target {
      throw PushError.otherSystem(planned: saved.system, asked: target)
    }
    let source = try file.map {
      try ChangeSource($0, sheet: workbook.sheet, for: target, in: environment)
    }
    let presenter = BatchPresenter(.push, sending, context, target, global)
    let (outcome, skipped) = try await presenter.work { tools in
      let (request, resolved) = try await presenter.request(saved, source, tools)
      return try await presenter.push(request, source: source, resolved: resolved, tools: tools)
    }
    return try await presenter.present(outcome, skippedRows: skipped)
  }
}
