import ArgumentParser
import Roster

/// The command `rollbook propose`.
struct ProposeCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "propose",
    abstract: "Propose a push, retry, rollback, replay, erasure or release instead of doing it.",
    discussion: """
      The words are those of the command, which is run with --propose. Where the settings have a rule \
      for it, the command proposes in any case. Exit code 4: it is proposed, and not done.

      Examples:
        rollbook propose push changes.csv --to dingtalk --reason "moved house"
        rollbook propose rollback 12 --reason "rows were off by one"
        rollbook propose erase 0309400010657256 --reason "request of 12 May"
      """
  )

  @Argument(
    parsing: .captureForPassthrough,
    help: "push, retry, rollback, replay, erase or release, and its words."
  )
  var words: [String]

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    try await Program.execute(words + ["--propose"], in: environment)
  }
}
