import ArgumentParser

/// The command `rollbook mirror`, which only has subcommands.
struct MirrorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mirror",
    abstract: "Keep the log in a PostgreSQL database too, and make a ledger from it.",
    subcommands: [
      MirrorInitCommand.self, MirrorFollowCommand.self, MirrorStatusCommand.self,
      MirrorVerifyCommand.self, MirrorRestoreCommand.self, MirrorScrubCommand.self,
    ]
  )
}
