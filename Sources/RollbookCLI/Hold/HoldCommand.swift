import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Tables
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
    try await remark.run(.hold, global, environment) { "\($0) is under a hold (operation \($1))." }
  }
}

/// The command `rollbook release`.
struct ReleaseCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Lift the legal hold on a person.",
    discussion: """
      Examples:
        rollbook release 袁健 --reason "case 12 K 34/26 is closed"
      """
  )

  @OptionGroup var remark: RemarkOptions
  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    try await remark.run(.release, global, environment) {
      "The hold on \($0) is lifted (operation \($1))."
    }
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
    try await remark.run(.readmit, global, environment) {
      "\($0) may be recorded again, from the next fetch on (operation \($1))."
    }
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

  /// Records the entry, and prints it.
  func run(
    _ remark: UserRemark,
    _ global: GlobalOptions,
    _ environment: CommandEnvironment,
    saying sentence: (Verbatim, OperationNumber) -> String
  ) async throws -> ExitStatus {
    try author.checkReason()
    let context = try CommandContext(global, environment)
    let key =
      remark == .readmit
      ? UserKey(system, Verbatim(user))
      : try PersonLookup(ledger: context.ledger, system: system, countsLeavers: true).person(user)
        .key
    let operation = try await runRemark(
      remark,
      on: key,
      author: author.author(in: environment),
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: wait.duration
    )
    try context.write(
      operation,
      [
        Column("user", title: "user") { _ in .text(key.id) },
        Column("operation", title: "operation") { .integer($0) },
        Column("recorded", title: "recorded") { _ in
          switch remark {
          case .hold: .text("held")
          case .release: .text("released")
          case .readmit: .text("readmitted")
          }
        },
      ]
    )
    global.note(sentence(key.id, operation), in: environment)
    return .done
  }
}
