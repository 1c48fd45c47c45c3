import ArgumentParser
import Ledger
import LedgerHistory
import Tables
import Roster

/// The command `rollbook show`.
struct ShowCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print one person's record, as it is or as it was at a moment, group by group.",
    discussion: """
      Also of a person who has left, and with cells that are gone.

      --as-of is what the log knew then, and nothing later; with --hindsight, what was true then \
      as far as is known by now.

      Examples:
        rollbook show 袁健
        rollbook show YS00001 --as-of 2026-06-30
        rollbook show 袁健 --as-of before:batch:12
      """
  )

  @Argument(help: "A userid, a job number or a name.")
  var user: String

  @OptionGroup var roster: RosterOptions

  @OptionGroup var looking: ReadModeOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let times = context.settings.times
    let time = try looking.time(roster.moment.asOf, context)
    let position = time == nil ? try roster.moment.standingIfGiven(context) : nil
    let lookup = PersonLookup(ledger: context.ledger, system: roster.system, position: position)
    let person = try lookup.person(user)
    let filter = RosterFilter(
      system: roster.system,
      users: [person.key.id],
      includesLeft: true,
      includesGone: true,
      position: position,
      readMode: looking.reading.values
    )
    var rows: [RosterCell] = []
    if let time {
      try context.present(context.hindsightSentence(time), global)
      try context.ledger.hindsight(at: time, filter) { rows.append($0) }
    } else {
      if let position { try context.present(position.sentence(times), global) }
      try context.ledger.roster(filter) { rows.append($0) }
    }
    let fields = try context.ledger.fields(roster.system, at: position)
    let columns = Column.sheet + (time == nil ? Column.asOf(position) : [.certainty])
    var sheet = PersonView(person: person, rows: rows, fields: fields, columns: columns)
    if person.hasLeft { sheet.leaving = try context.ledger.leaving(of: person.key, at: position) }
    if context.format == .table {
      let width = context.environment.output.resultWidth
      let nobody = try context.emptyNote(
        "Nothing was known of them\(position == nil && time == nil ? " yet" : " then").",
        of: roster.system,
        at: position
      )
      try context.environment.output.result.write(
        sheet.text(context.settings.times, width: width, emptyNote: nobody)
      )
    } else {
      let groups = Dictionary(
        fields.map { ($0.code, $0.groupName) },
        uniquingKeysWith: { first, _ in first }
      )
      let group = Column<RosterCell>.data("groupName") { Datum(groups[$0.field]) }
      try context.write(columns + [group], emptyNote: "") { add in try sheet.inOrder.forEach(add) }
    }
    return .done
  }
}
