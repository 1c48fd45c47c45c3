import ArgumentParser

/// The command `rollbook`, which only has subcommands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollbook",
    abstract: "Keep the roster of a company in an immutable ledger, and read it back.",
    discussion: """
      Every value that DingTalk returns becomes an event of the log: what was known, since when, \
      who fetched it, and why. Nothing is ever overwritten. `rollbook demo` shows the whole \
      workflow in under a minute, without an account.

      Examples:
        rollbook demo
        rollbook init
        rollbook fetch --reason "first look"
      """,
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Setting up",
        subcommands: [
          InitCommand.self, DoctorCommand.self, BackupCommand.self, RebuildCommand.self,
        ]
      ),
      CommandGroup(
        name: "Recording",
        subcommands: [
          FetchCommand.self, FollowCommand.self, ImportCommand.self, LinkCommand.self,
          LinksCommand.self,
        ]
      ),
      CommandGroup(
        name: "Asking",
        subcommands: [
          PeopleCommand.self, ShowCommand.self, RosterCommand.self, HistoryCommand.self,
          BlameCommand.self, ChangesCommand.self, DiffCommand.self, DriftCommand.self,
          ReportCommand.self, LogCommand.self, EntryCommand.self, OperationsCommand.self,
          OperationCommand.self, StatusCommand.self, StatsCommand.self,
        ]
      ),
      CommandGroup(
        name: "Changing",
        subcommands: [
          PlanCommand.self, PushCommand.self, BatchesCommand.self, BatchCommand.self,
          SettleCommand.self, RetryCommand.self, ReplayCommand.self, ProbeCommand.self,
        ]
      ),
      CommandGroup(
        name: "Approving",
        subcommands: [
          ProposeCommand.self, ProposalsCommand.self, ProposalCommand.self, ApproveCommand.self,
          DeclineCommand.self, WithdrawCommand.self, ApplyCommand.self, ReviewCommand.self,
        ]
      ),
      CommandGroup(
        name: "Undoing",
        subcommands: [UndoCommand.self, RollbackCommand.self, RehearseCommand.self]
      ),
      CommandGroup(
        name: "Proving",
        subcommands: [
          VerifyCommand.self, CheckpointCommand.self, HeadsCommand.self, ProveCommand.self,
          VerifyBundleCommand.self,
          ExportCommand.self, CosignCommand.self, TimestampCommand.self,
        ]
      ),
      CommandGroup(
        name: "Erasing",
        subcommands: [
          EraseCommand.self, ErasuresCommand.self, HoldCommand.self, HoldsCommand.self,
          ReleaseCommand.self, ReadmitCommand.self, ForgetCommand.self,
        ]
      ),
      CommandGroup(
        name: "Serving",
        subcommands: [
          MirrorCommand.self, ServeCommand.self, SignInLinkCommand.self, TokenCommand.self,
          AccessesCommand.self,
          WebhooksCommand.self, SettingsCommand.self,
        ]
      ),
      CommandGroup(name: "Trying out", subcommands: [DemoCommand.self, SandboxCommand.self]),
    ]
  )
}
