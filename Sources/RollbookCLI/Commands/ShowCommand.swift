import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook show`.
struct ShowCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print one person's sheet, as it is or as it was at a moment, group by group.",
    discussion: """
      Also of a person who has left, and with cells that are gone.

      --as-of is what the book knew then, and nothing later; with --hindsight, what was true then as \
      far as anybody can tell by now.
      """
  )

  @Argument(help: "A userid, a job number or a name.")
  var user: String

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var looking: LensOptions

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let times = desk.settings.times
    let time = try looking.time(moment.asOf, desk)
    let standing = time == nil ? try moment.standingIfGiven(desk) : nil
    let lookup = PersonLookup(ledger: desk.ledger, system: system, standing: standing)
    let person = try lookup.person(user)
    let filter = RosterFilter(
      system: system,
      users: [person.key.id],
      includesLeft: true,
      includesGone: true,
      standing: standing,
      lens: looking.lens
    )
    var rows: [HindsightRow] = []
    if let time {
      try desk.tell(desk.hindsightSentence(time), global)
      try desk.ledger.hindsight(at: time, filter) { rows.append($0) }
    } else {
      if let standing { try desk.tell(standing.sentence(times), global) }
      try desk.ledger.roster(filter) { rows.append(HindsightRow(row: $0, certainty: .certain)) }
    }
    let fields = try desk.ledger.fields(system, at: standing)
    var sheet = Sheet(person: person, rows: rows, fields: fields, isHindsight: time != nil)
    if person.hasLeft { sheet.leaving = try desk.ledger.leaving(of: person.key, at: standing) }
    if desk.format == .table {
      let width = surroundings.output.resultWidth
      let nobody = try desk.emptyNote(
        "Nothing was known of them\(standing == nil && time == nil ? " yet" : " then").",
        of: system,
        at: standing
      )
      try surroundings.output.result.write(
        sheet.text(desk.settings.times, width: width, emptyNote: nobody)
      )
    } else if time != nil {
      try desk.write(Column.hindsight(Column.sheet), emptyNote: "") { add in
        try sheet.inOrder.forEach(add)
      }
    } else {
      try desk.write(Column.sheet + Column.asOf(standing), emptyNote: "") { add in
        try sheet.inOrder.forEach { try add($0.row) }
      }
    }
    return .done
  }
}
