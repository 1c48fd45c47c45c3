import ArgumentParser
import ChangeFiles
import Operations
import Tables
import Roster
import VerbatimJSON

/// The command `rollbook plan`.
struct PlanCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print what a change file would do, cell by cell, and send nothing.",
    discussion: """
      The system is read, nothing is recorded. With --out the plan is saved, and `rollbook push \
      --plan` applies it as long as none of its cells has changed. Exit code 2: the plan is \
      refused.

      Examples:
        rollbook plan changes.csv --to dingtalk
        rollbook plan changes.xlsx --sheet 住址 --to dingtalk --out moved.plan
      """
  )

  @Argument(help: "The change file.", completion: .file())
  var file: String

  @Option(name: .customLong("to"), help: "The system that is to be written to.")
  var system: Roster.System

  @Option(
    help: ArgumentHelp("Save the plan to this file (mode 0600).", valueName: "path"),
    completion: .file()
  )
  var out: String?

  @OptionGroup var workbook: SheetOption

  @OptionGroup var limits: LimitOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let source = try ChangeSource(file, sheet: workbook.sheet, for: system, in: environment)
    let rules = limits.rules(context.settings)
    let author = AuthorOptions.nobody(in: environment)
    let found = await BatchContext(context, system, global).work(wait: .zero) {
      tools in
      source.warn(context, global)
      let resolved = try await source.resolved(tools)
      var request = PushRequest(changes: resolved.changes, rules: rules, author: author)
      request.cleaned = resolved.cleaned.map { PlannedCleaning($0) }
      return PlanView(
        try await planDry(request, tools: tools),
        for: environment.sight,
        source: source,
        resolved: resolved
      )
    }
    let view = try found.get()
    try view.write(to: context)
    if context.format != .table, let caution = view.caution {
      global.note(caution, in: environment)
    }
    if context.format == .csv {
      for cell in view.cleaned { global.note(cell.line, in: environment) }
    }
    let isRefused = view.isRefused(skipsBad: limits.skipBad)
    if let out, !isRefused { try SavedPlan(view.plan).write(to: environment.path(out)) }
    if let out {
      global.note(
        isRefused
          ? "The plan is refused, and not saved." : "The plan is saved to \(out).",
        in: environment
      )
    }
    return isRefused ? .refused : view.refused.isEmpty ? .done : .attention
  }
}
