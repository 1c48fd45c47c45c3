import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook show`.
struct ShowCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print one person's sheet, group by group.",
    discussion: "Also of a person who has left, and with cells that are gone."
  )

  @Argument(help: "A userid, a job number or a name.")
  var user: String

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let person = try PersonLookup(ledger: desk.ledger, system: system).person(user)
    let filter = RosterFilter(
      system: system,
      users: [person.key.id],
      includesLeft: true,
      includesGone: true
    )
    var rows: [RosterRow] = []
    try desk.ledger.roster(filter) { rows.append($0) }
    let sheet = Sheet(person: person, rows: rows, fields: try desk.ledger.fields(system))
    if desk.format == .table {
      let width = surroundings.output.resultWidth
      try surroundings.output.result.write(sheet.text(desk.settings.times, width: width))
    } else {
      try desk.write(Column.sheet, emptyNote: "") { try sheet.inOrder.forEach($0) }
    }
    return .done
  }
}
