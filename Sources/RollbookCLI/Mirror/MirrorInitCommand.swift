import ArgumentParser
import Mirror
import Roster
import Tables

/// The command `rollbook mirror init`.
struct MirrorInitCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make the tables and views of a mirror, and give this ledger its number there.",
    discussion: """
      The user of the address must be able to create schemas in the database. What is there already \
      is left as it is; several ledgers may share a database.

      Examples:
        rollbook mirror init --mirror postgresql://rollbook@db.example/audit
      """
  )

  @OptionGroup var options: MirrorOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let mirror = Mirror(try options.connector(context.settings)())
    let standing = try mirror.prepare(for: context.ledger)
    try context.write(standing, Column.standing)
    global.note("Next: `rollbook mirror follow --once` sends the log.", in: environment)
    return .done
  }
}
