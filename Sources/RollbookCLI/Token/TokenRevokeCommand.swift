import ArgumentParser
import Ledger
import Operations
import Roster
import Tables

/// The command `rollbook token revoke`.
struct TokenRevokeCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke a token: from now on the service refuses it.",
    discussion: """
      Examples:
        rollbook token revoke 1042 --reason "found in a mail"
      """
  )

  @Argument(help: "The token's number; `rollbook token list` prints it.")
  var number: EntryID

  @OptionGroup var author: AuthorOptions

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let entry = try await runRevocation(
      of: number,
      author: author.author(in: environment),
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: wait.duration
    )
    try context.write(
      entry,
      [
        Column("number", title: "token") { _ in .integer(number) },
        Column("entry", title: "entry") { .integer($0) },
        Column("recorded", title: "recorded") { _ in .text("revoked") },
      ]
    )
    global.note("Token \(number) is revoked.", in: environment)
    return .done
  }
}
