package import ArgumentParser

/// The command `rollbook`, which only has subcommands.
package struct RootCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "rollbook",
    abstract: "Keep the roster of a company in an immutable ledger, and read it back.",
    discussion: """
      Every value that DingTalk returns becomes an event of the log: what was \
      known, since when, and who fetched it, and why. Nothing is ever overwritten.

      `rollbook demo` shows it all in under a minute, without an account.
      """,
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Setting up",
        subcommands: [
          DemoCommand.self, InitCommand.self, DoctorCommand.self, SandboxCommand.self,
        ]
      ),
      CommandGroup(
        name: "Fetching",
        subcommands: [
          FetchCommand.self, ImportCommand.self, LinkCommand.self, LinksCommand.self,
        ]
      ),
      CommandGroup(
        name: "Writing",
        subcommands: [
          PlanCommand.self, PushCommand.self, SettleCommand.self, RetryCommand.self,
          BatchesCommand.self, BatchCommand.self, RollbackCommand.self, RehearseCommand.self,
          ReplayCommand.self, ProbeCommand.self,
        ]
      ),
      CommandGroup(
        name: "Reading",
        subcommands: [
          RosterCommand.self, ShowCommand.self, HistoryCommand.self, BlameCommand.self,
          DiffCommand.self, DriftCommand.self, ReportCommand.self, LogCommand.self,
          OperationsCommand.self, StatusCommand.self, StatsCommand.self,
        ]
      ),
      CommandGroup(
        name: "Proving",
        subcommands: [
          VerifyCommand.self, CheckpointCommand.self, ProveCommand.self, VerifyBundleCommand.self,
          ExportCommand.self, CosignCommand.self, TimestampCommand.self,
        ]
      ),
      CommandGroup(name: "Keeping", subcommands: [BackupCommand.self, RebuildCommand.self]),
      CommandGroup(
        name: "Erasing",
        subcommands: [
          EraseCommand.self, HoldCommand.self, ReleaseCommand.self, ReadmitCommand.self,
        ]
      ),
    ]
  )

  package init() {}
}
