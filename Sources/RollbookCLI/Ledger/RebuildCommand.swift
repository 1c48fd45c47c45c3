import ArgumentParser
import Ledger
import Tables
import Roster

/// The command `rollbook rebuild`.
struct RebuildCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Derive the roster and the field history from the log again.",
    discussion: """
      It calls no system. With --check it only compares, and the exit code is 1 if what is \
      derived differs from what the log says.

      Examples:
        rollbook rebuild --check
        rollbook rebuild --wait 5m
      """
  )

  @Flag(help: "Compare, and change nothing.")
  var check = false

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let reports =
      check
      ? try context.ledger.checkProjections()
      : try await context.ledger.rebuild(wait: wait.duration, timekeeper: environment.timekeeper)
    try context.write(
      [
        Column("projection", title: "projection") { .text($0.table) },
        Column("rows", title: "rows", .trailing) { Datum($0.rows) },
        Column("differences", title: "differences", .trailing) { Datum($0.differences) },
      ],
      emptyNote: "There are no projections."
    ) { (add: (ProjectionReport) throws -> Void) in try reports.forEach(add) }
    let differs = reports.contains { $0.differences > 0 }
    if differs {
      let what = check ? "Run `rollbook rebuild` to derive them again." : "They were derived again."
      global.note("The projections were not what the log says. \(what)", in: environment)
    }
    return check && differs ? .attention : .done
  }
}
