import ArgumentParser
import Ledger
import LedgerHistory
import LedgerStorage
import Roster
import Tables

/// The command `rollbook entry`.
struct EntryCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "entry",
    abstract: "Print one entry of the log.",
    discussion: """
      Examples:
        rollbook entry 1042
        rollbook entry 1042 --format json
      """
  )

  @Argument(help: "The entry's number.")
  var entry: EntryID

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let last = try moment.position(context).entry
    var found: LoggedEntry?
    if entry > 0, entry <= last {
      let span = EntrySpan(after: entry - 1, through: entry)
      try context.ledger.entries(EntryFilter(span: span)) { found = $0 }
    }
    guard let found else { throw LedgerError.noSuchEntry(entry, last: last) }
    try context.write(found, Column.log)
    return .done
  }
}
