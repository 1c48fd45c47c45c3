import Access
import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Roster

/// The command `rollbook hold`.
struct HoldCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Put a person under a legal hold: none of their values may be erased.",
    discussion: """
      If an erasure is tried in spite of it, it is refused, and the refusal is recorded.

      Examples:
        rollbook hold 袁健 --reason "case 12 K 34/26"
      """
  )

  @OptionGroup var remark: RemarkOptions
  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    try await remark.run(.hold, global, environment)
  }
}

/// The command `rollbook release`.
struct ReleaseCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Lift the legal hold on a person.",
    discussion: """
      Where the settings have a rule for it, it is proposed (exit code 4).

      Examples:
        rollbook release 袁健 --reason "case 12 K 34/26 is closed"
      """
  )

  @Flag(help: "Do not lift it: propose it, for another person to approve.")
  var propose = false

  @OptionGroup var remark: RemarkOptions
  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    try remark.author.checkReason()
    let context = try CommandContext(global, environment)
    let needs = context.settings.approval.needs(.release, people: 1, fields: nil)
    guard propose || !needs.isEmpty else {
      return try await remark.run(.release, global, environment)
    }
    let run = ProposalRun(context: context, global: global)
    let proposal = try await run.propose(
      PersonProposal(release: try remark.key(.release, context), secrets: environment.secrets),
      needs: needs.isEmpty ? ApprovalPolicy.usual : needs,
      author: remark.author.author(in: environment),
      wait: remark.wait.duration
    )
    return try run.present(proposal)
  }
}

/// The command `rollbook readmit`.
struct ReadmitCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "readmit",
    abstract: "Let an erased person be recorded again, as a new person.",
    discussion: """
      The key must be given as the system has it: the ledger has only a keyed hash of it. What \
      was erased does not come back.

      Examples:
        rollbook readmit 0309400010657256 --reason "hired again"
      """
  )

  @OptionGroup var remark: RemarkOptions
  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    try await remark.run(.readmit, global, environment)
  }
}

/// The options of commands that record an entry about one person.
struct RemarkOptions: ParsableArguments {
  @Argument(help: "Whom: a key, a job number or a name; to readmit, the key.")
  var user: String

  @Option(help: "The system whose person it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var author: AuthorOptions

  @OptionGroup var wait: WaitOption

  /// The person; one who was erased is known by the key only.
  func key(_ remark: UserRemark, _ context: CommandContext) throws -> UserKey {
    if remark == .readmit { return UserKey(system, Verbatim(user)) }
    let people = PersonLookup(ledger: context.ledger, system: system, countsLeavers: true)
    return try people.person(user).key
  }

  /// Records the entry, and prints it.
  func run(
    _ remark: UserRemark,
    _ global: GlobalOptions,
    _ environment: CommandEnvironment
  ) async throws -> ExitStatus {
    try author.checkReason()
    let context = try CommandContext(global, environment)
    return try await RemarkRun(context: context, global: global, wait: wait.duration)
      .record(remark, on: try key(remark, context), by: author.author(in: environment))
  }
}
