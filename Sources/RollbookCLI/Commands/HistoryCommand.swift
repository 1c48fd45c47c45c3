import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook history`.
struct HistoryCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract:
      "Print every value that a person's cells ever had, since when, and whose doing it is.",
    discussion: """
      A change happened `not before` the last answer that shows the old value was asked for, and `not \
      after` the first that shows the new one had arrived. All that is known of a write is one line.

      With --by-row, the story of each row of the detail groups, wherever it stood.
      """
  )

  @Argument(help: "A userid, a job number or a name.")
  var user: String

  @Argument(help: "A field's code or name; all fields unless given.")
  var field: String?

  @Option(help: ArgumentHelp("Only this item of a detail group, from 0.", valueName: "index"))
  var item: Int?

  @Flag(help: "Follow the rows of detail groups, which are told apart by what they hold.")
  var byRow = false

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if let item, item < 0 { throw ValidationError("--item counts from 0") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let standing = try moment.standingIfGiven(desk)
    let person = try PersonLookup(ledger: desk.ledger, system: system).person(user)
    let lookup = try FieldLookup(desk.ledger, system)
    let code = try field.map(lookup.code)
    let filter = HistoryFilter(user: person.key, fields: code.map { [$0] }, item: item)
    if let standing { try desk.tell(standing.sentence(desk.settings.times), global) }
    if byRow {
      let rows = try desk.ledger.rowStory(filter, at: standing)
      try desk.write(
        Column.rows,
        emptyNote: "No row of a detail group was ever seen there."
      ) { try rows.forEach($0) }
      return .done
    }
    let chapters = try desk.ledger.story(filter, at: standing)
    try desk.write(
      Column.history(of: person.key.id, ofManyFields: code == nil),
      emptyNote: "Nothing was ever recorded there."
    ) { try chapters.forEach($0) }
    return .done
  }
}
