import ArgumentParser
import Ledger
import LedgerHistory
import Tables
import Roster

/// The command `rollbook history`.
struct HistoryCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Print every value that a person's cells ever had, since when, and who made it.",
    discussion: """
      A change happened `not before` the last response that shows the old value was asked for, \
      and `not after` the first that shows the new one had arrived. All that is known of a write \
      is one line.

      With --by-item, the history of each item of the detail groups, at whichever index it stood.

      Examples:
        rollbook history 袁健 合同公司
        rollbook history 袁健 --by-item
        rollbook history YS00001 --system maycur --format json
      """
  )

  @Argument(help: "A userid, a job number or a name.")
  var user: String

  @Argument(help: "A field's code or name; all fields unless given.")
  var field: String?

  @Option(help: ArgumentHelp("Only this item of a detail group, from 0.", valueName: "index"))
  var item: Int?

  @Flag(help: "Follow the items of detail groups. They are distinguished by their values.")
  var byItem = false

  @OptionGroup var roster: RosterOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if let item, item < 0 { throw ValidationError("--item counts from 0") }
  }

  func read(in context: CommandContext) throws -> ExitStatus {
    let position = try roster.moment.standingIfGiven(context)
    let person = try PersonLookup(ledger: context.ledger, system: roster.system).person(user)
    let lookup = try FieldLookup(context.ledger, roster.system)
    let code = try field.map(lookup.code)
    let filter = HistoryFilter(user: person.key, fields: code.map { [$0] }, item: item)
    if let position { try context.present(position.sentence(context.settings.times), global) }
    if byItem {
      let rows = try context.ledger.itemHistory(filter, at: position)
      try context.write(
        Column.rows(context.environment.sight),
        emptyNote: "No item of a detail group was ever observed there."
      ) { try rows.forEach($0) }
      return .done
    }
    let historyEntries = try context.ledger.cellHistory(filter, at: position)
    try context.write(
      Column.history(of: person.key.id, ofManyFields: code == nil),
      emptyNote: "Nothing was ever recorded there."
    ) { try historyEntries.forEach($0) }
    return .done
  }
}
