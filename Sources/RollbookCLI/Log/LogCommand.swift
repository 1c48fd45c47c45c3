import ArgumentParser
import Ledger
import LedgerHistory
import Tables
import Roster

/// The command `rollbook log`.
struct LogCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Print the log, one line an entry; with --events, one line an event.",
    discussion: """
      Events are listed whether their value changed or not, each with its address.

      Examples:
        rollbook log --limit 20
        rollbook log --operation 12
        rollbook log --events --operation 12 --user 袁健
      """
  )

  @Option(help: ArgumentHelp("Only this operation.", valueName: "number"))
  var operation: OperationNumber?

  @Option(
    help: ArgumentHelp("Only this person: a userid, a job number or a name.", valueName: "user")
  )
  var user: String?

  @Flag(help: "Every value of every entry, unchanged ones included.")
  var events = false

  @Option(help: ArgumentHelp("Only the last so many entries.", valueName: "count"))
  var limit: Int?

  @Option(help: "The system of --user.")
  var system: Roster.System = .dingtalk

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func read(in context: CommandContext) throws -> ExitStatus {
    if let operation { _ = try context.operation(operation) }
    let people = PersonLookup(ledger: context.ledger, system: system)
    var filter = EntryFilter(
      operation: operation,
      user: try user.map { try people.person($0).key },
      last: limit
    )
    let position = try moment.standingIfGiven(context)
    if let position { try context.present(position.sentence(context.settings.times), global) }
    let after = context.environment.page?.after?.first.flatMap(Int64.init)
    if position != nil || after != nil {
      filter.span = EntrySpan(
        after: EntryID(after ?? 0),
        through: position?.entry ?? EntryID.max
      )
    }
    let note = try context.emptyNote("The log has no such entries.")
    if events {
      try context.write(Column.events, emptyNote: note) {
        try context.ledger.events(filter, each: $0)
      }
    } else {
      try context.write(Column.log, emptyNote: note, key: { [$0.entry.description] }) {
        try context.ledger.entries(filter, each: $0)
      }
    }
    return .done
  }
}
