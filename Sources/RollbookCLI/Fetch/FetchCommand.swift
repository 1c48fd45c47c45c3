import ArgumentParser
import ChangeFiles
import Ledger
import Operations
import Tables
import Roster

/// The command `rollbook fetch`.
struct FetchCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch the roster from DingTalk into the ledger.",
    discussion: """
      All active people and all fields, by default. Each response is recorded as it arrives: what \
      was recorded before Ctrl-C, or before the network failed, is kept.

      Examples:
        rollbook fetch --reason "daily"
        rollbook fetch --users 1459000000046453 --fields 手机号,sys02-address
        rollbook fetch --users-file new.xlsx --ticket HR-1042
      """
  )

  @Option(help: ArgumentHelp("Only these userids, separated by commas.", valueName: "userids"))
  var users: String?

  @Option(
    help: ArgumentHelp("Only the userids of this file, one on each line.", valueName: "file"),
    completion: .file()
  )
  var usersFile: String?

  @OptionGroup var workbook: SheetOption

  @Option(
    help: ArgumentHelp(
      "Only these fields, by code or name, separated by commas.",
      valueName: "fields"
    )
  )
  var fields: String?

  @OptionGroup var author: AuthorOptions

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if users != nil, usersFile != nil {
      throw ValidationError("--users and --users-file exclude each other")
    }
    if workbook.sheet != nil, usersFile == nil {
      throw ValidationError("--sheet goes with --users-file")
    }
  }

  var inputFiles: [String] { [usersFile].compactMap { $0 } }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let request = try request(context)
    let log = global.logger(in: environment)
    let connection = SystemConnection(context.settings, environment, global)
    let progress = ProgressNotes(environment, isQuiet: global.quiet)
    let wait = wait.duration
    let stop = "Stopping: what has arrived is being recorded. Ctrl-C again stops at once."
    let outcome = await global.stoppable(in: environment, saying: stop) {
      try await connection.withClient { client in
        try await runFetch(
          request,
          ledger: context.ledger,
          client: client,
          timekeeper: environment.timekeeper,
          wait: wait,
          progress: { progress.present($0) },
          log: log,
          afterCommit: Crash.planned(in: environment)
        )
      }
    }
    progress.end()
    return try present(try outcome.get(), context)
  }

  private func request(_ context: CommandContext) throws -> FetchRequest {
    var named = try users.map { try list(try UserListFile(commaSeparated: $0), context) }
    if let usersFile {
      named = try list(
        try UserList.read(usersFile, sheet: workbook.sheet, in: context.environment),
        context
      )
    }
    return FetchRequest(
      users: named,
      fields: fields.map { $0.split(separator: ",").map { FieldCode(String($0)) } },
      never: context.settings.never,
      shrinkLimit: context.settings.shrinkLimit,
      author: author.author(in: context.environment)
    )
  }

  /// The userids of a list; notes say what was cleaned and ignored in it.
  private func list(_ list: UserListFile, _ context: CommandContext) throws -> [Verbatim] {
    for line in list.cleaned.map(\.message) + list.passedOver {
      global.note(Printable.oneLine(line), in: context.environment)
    }
    return list.users
  }

  private func present(_ outcome: FetchOutcome, _ context: CommandContext) throws -> ExitStatus {
    try context.write(outcome.result, Column.fetch)
    if context.format == .table {
      for sentence in Finding.sentences(outcome.result.findings ?? []) {
        try context.environment.output.result.write("\n\(sentence)\n")
      }
    }
    for note in SetAside.notes(outcome.setAside) { global.note(note, in: context.environment) }
    if let note = SettingsFile.note(ofIdle: outcome.idleWords) {
      global.note(note, in: context.environment)
    }
    if !outcome.leftToOthers.isEmpty {
      global.note(
        """
        \(outcome.leftToOthers.count.counted("user")) were written by another operation meanwhile, and \
        were left to it. Fetch them again.
        """,
        in: context.environment
      )
    }
    if let cause = context.environment.interruption.cause, outcome.result.status != .finished {
      global.note("Stopped. What was recorded is kept.", in: context.environment)
      return cause.exit
    }
    if let error = outcome.error { throw error }
    return .done
  }
}
