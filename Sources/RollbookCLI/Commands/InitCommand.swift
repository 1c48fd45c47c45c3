import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook init`.
struct InitCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Create an empty ledger, for one company.",
    discussion: """
      The file can be read and written by you alone (mode 0600). It belongs to the company whose \
      system answers first. A file that is already there is left alone.
      """
  )

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let settings = try global.settings(in: surroundings)
    _ = try Ledger.create(at: settings.ledger, now: surroundings.timekeeper.now())
    let style = Report<String>.Style(format: global.format, times: settings.times)
    let columns = [Column<String>("ledger", title: "ledger") { .text($0) }]
    let sink = surroundings.output.result
    try Report.one(settings.ledger, columns, style: style) { try sink.write($0) }
    global.note(
      "The ledger is empty. Next: `rollbook doctor` checks the settings, `rollbook fetch` fills it.",
      in: surroundings
    )
    return .done
  }
}
