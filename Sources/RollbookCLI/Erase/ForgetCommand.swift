import ArgumentParser
import Operations
import Reports
import Roster
import Tables

/// The command `rollbook forget`.
struct ForgetCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Erase who looked, and for what, from readings that are old enough.",
    discussion: """
      The texts of accesses go from every byte of the file: the actor, the parameters, for whom \
      and for what. That there was a reading, when, of whom and by which role, stays, and so does \
      the proof. What was read in the last 184 days is never erased, nor what concerns a person \
      under a legal hold. It cannot be undone.

      Examples:
        rollbook forget
        rollbook forget --before 2023-01-01
      """
  )

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Readings before this day or time; those older than access.keep unless given.",
      valueName: "moment"
    ),
    transform: Moment.parse
  )
  var before: Moment?

  @OptionGroup var author: AuthorOptions

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if before?.isPlace == true { throw ValidationError("--before takes a day or a time") }
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let now = environment.timekeeper.now()
    let settings = context.settings
    let given = before.flatMap { $0.instant(settings.times, now: now) }
    guard
      let time = given ?? settings.accessKeep.map({ AccessKeeping.end(days: $0.days, now: now) })
    else {
      throw ForgetError.noTime
    }
    let outcome = try await runForget(
      before: time,
      author: author.author(in: environment),
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: wait.duration
    )
    try context.write(outcome, Column.forgotten)
    return .done
  }
}

extension Column where Row == ForgetOutcome {
  /// The columns of `forget`, in the order of docs/cli.md.
  fileprivate static var forgotten: [Column] {
    [
      Column("before", title: "readings before") { .time($0.before) },
      Column("texts", title: "texts erased") { Datum($0.texts) },
      Column("entry", title: "entry") { Datum($0.entry) },
    ]
  }
}
