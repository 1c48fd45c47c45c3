import ArgumentParser
import Ledger
import LedgerHistory
import Roster
import Tables

/// The command `rollbook accesses`.
struct AccessesCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "accesses",
    abstract: "Print what the service showed, to whom and when.",
    discussion: """
      The service records each reading that can show something about people before it shows it. \
      With --user, readings that showed this person alone or among others are printed, and those \
      that could show anybody, which have no number of people. Commands that read the file on this \
      machine are not recorded.

      Examples:
        rollbook accesses --user 袁健
        rollbook accesses --what reveal
        rollbook accesses --by "token 615" --format csv
      """
  )

  @Option(
    help: ArgumentHelp("Only this person: a userid, a job number or a name.", valueName: "user")
  )
  var user: String?

  @Option(help: ArgumentHelp("Only actors whose name contains this.", valueName: "text"))
  var by: String?

  @Option(
    help: ArgumentHelp(
      "Only readings of this name, as `reveal` for values that were revealed.",
      valueName: "name"
    )
  )
  var what: String?

  @Option(help: "The system of --user.")
  var system: Roster.System = .dingtalk

  @Flag(
    help: "As the person themself sees it: without the parameters of readings of several people."
  )
  var forSubject = false

  @Flag(help: "The latest first.")
  var latestFirst = false

  @OptionGroup var beginning: SinceOption

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let people = PersonLookup(ledger: context.ledger, system: system)
    let position = try moment.standingIfGiven(context)
    if let position { try context.present(position.sentence(context.settings.times), global) }
    let since = try beginning.since.map(context.position(before:))?.entry ?? 0
    let last = position?.entry ?? EntryID.max
    // The part of a list goes on where the one before ended.
    let end = context.environment.page?.after?.first.flatMap(Int64.init).map { EntryID($0) }
    let filter = AccessFilter(
      user: try user.map { try people.person($0).key },
      actor: by.map { Verbatim($0) },
      what: what.map { Verbatim($0) },
      span: latestFirst
        ? EntrySpan(after: since, through: end.map { min(last, EntryID($0.rawValue - 1)) } ?? last)
        : EntrySpan(after: max(since, end ?? 0), through: last),
      latestFirst: latestFirst
    )
    try context.write(
      Column.accesses(forSubject: forSubject),
      emptyNote: try context.emptyNote("The service showed nothing."),
      key: { [$0.entry.description] }
    ) { try context.ledger.accesses(filter, each: $0) }
    return .done
  }
}

extension Column where Row == RecordedAccess {
  /// The columns of `accesses`, in the order of docs/cli.md.
  ///
  /// - Parameter forSubject: Whether parameters that may name other people are left out.
  /// - Returns: The columns.
  fileprivate static func accesses(forSubject: Bool) -> [Column] {
    [
      Column("entry", title: "entry", .trailing) { .integer($0.entry) },
      Column("recordedAt", title: "recorded") { .time($0.recordedAt) },
      Column("actor", title: "actor", isFlexible: true) { .text($0.actor) },
      Column("role", title: "role") { .text($0.role) },
      Column("what", title: "what") { .text($0.what) },
      Column("user", title: "user") { Datum($0.user) },
      Column("people", title: "people", .trailing) { Datum($0.people) },
      Column("query", title: "query", isFlexible: true) {
        Datum(forSubject && $0.user == nil ? nil : $0.query)
      },
      Column("behalf", title: "on behalf of", isFlexible: true) { Datum($0.behalf) },
      Column("purpose", title: "purpose", isFlexible: true) { Datum($0.purpose) },
      Column("position", title: "as of", .trailing) { .integer($0.position) },
      .data("operation") { .integer($0.operation) },
    ]
  }
}
