import ArgumentParser
import ChangeFiles
import Ledger
import Operations
import Reports
import Roster

/// The command `rollbook fetch`.
struct FetchCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Fetch the roster from DingTalk into the ledger.",
    discussion: """
      Everybody on the job and all fields, unless told otherwise. Each answer is recorded as it \
      arrives: what was recorded before Ctrl-C, or before the network went, is kept.
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

  @Option(
    help: ArgumentHelp("How long to wait for another writer (30s, 5m).", valueName: "span")
  )
  var wait = Span(.zero)

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if users != nil, usersFile != nil {
      throw ValidationError("--users and --users-file exclude each other")
    }
    if workbook.sheet != nil, usersFile == nil {
      throw ValidationError("--sheet goes with --users-file")
    }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let request = try request(desk)
    let log = global.logger(in: surroundings)
    let connection = Connection(settings: desk.settings, surroundings: surroundings, log: log)
    let progress = ProgressNotes(surroundings, isQuiet: global.quiet)
    let wait = wait.duration
    let stop = "Stopping: what has arrived is being recorded. Ctrl-C again stops at once."
    let outcome = await global.stoppable(in: surroundings, saying: stop) {
      try await connection.withClient { client in
        try await runFetch(
          request,
          ledger: desk.ledger,
          client: client,
          timekeeper: surroundings.timekeeper,
          wait: wait,
          progress: { progress.tell($0) },
          log: log,
          afterCommit: Crash.planned(in: surroundings)
        )
      }
    }
    progress.end()
    return try tell(try outcome.get(), desk)
  }

  private func request(_ desk: Desk) throws -> FetchRequest {
    var named = try users.map { try list(try UserListFile(commaSeparated: $0), desk) }
    if let usersFile {
      named = try list(
        try UserList.read(usersFile, sheet: workbook.sheet, in: desk.surroundings),
        desk
      )
    }
    return FetchRequest(
      users: named,
      fields: fields.map { $0.split(separator: ",").map { FieldCode(String($0)) } },
      never: desk.settings.never,
      shrinkLimit: desk.settings.shrinkLimit,
      author: author.author(in: desk.surroundings)
    )
  }

  /// The userids of a list; what was cleaned and passed over in it is said.
  private func list(_ list: UserListFile, _ desk: Desk) throws -> [Verbatim] {
    for line in list.cleaned.map(\.message) + list.passedOver {
      global.note(Printable.oneLine(line), in: desk.surroundings)
    }
    return list.users
  }

  private func tell(_ outcome: FetchOutcome, _ desk: Desk) throws -> ExitStatus {
    try desk.write(outcome.result, Column.fetch)
    if desk.format == .table {
      for sentence in Finding.sentences(outcome.result.findings ?? []) {
        try desk.surroundings.output.result.write("\n\(sentence)\n")
      }
    }
    for note in SetAside.notes(outcome.setAside) { global.note(note, in: desk.surroundings) }
    if let note = SettingsFile.note(ofIdle: outcome.idleWords) {
      global.note(note, in: desk.surroundings)
    }
    if let cause = desk.surroundings.interruption.cause, outcome.result.status != .finished {
      global.note("Stopped. What was recorded is kept.", in: desk.surroundings)
      return cause.exit
    }
    if let error = outcome.error { throw error }
    return .done
  }
}
