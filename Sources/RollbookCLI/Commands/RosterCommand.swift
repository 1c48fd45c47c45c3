import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook roster`.
struct RosterCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "roster",
    abstract: "Print what each person's record holds now, one row a cell.",
    discussion: "People on the job only, unless --include-left. Cells that are gone are left out."
  )

  @Option(
    name: .customLong("user"),
    help: ArgumentHelp(
      "Only this person: a userid, a job number or a name. May be repeated.",
      valueName: "user"
    )
  )
  var users: [String] = []

  @Option(
    name: .customLong("field"),
    help: ArgumentHelp(
      "Only this field: a code or a name. May be repeated.",
      valueName: "field"
    )
  )
  var fields: [String] = []

  @Flag(help: "Also people who have left, with what was last known of them.")
  var includeLeft = false

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let people = PersonLookup(ledger: desk.ledger, system: system)
    let lookup = FieldLookup(fields: try desk.ledger.fields(system))
    let filter = RosterFilter(
      system: system,
      users: users.isEmpty ? nil : try users.map { try people.person($0).key.id },
      fields: fields.isEmpty ? nil : Set(try fields.map(lookup.code)),
      includesLeft: includeLeft
    )
    try desk.write(
      Column.roster,
      emptyNote: try desk.emptyNote("Nobody on the job matches; see --include-left.")
    ) { try desk.ledger.roster(filter, each: $0) }
    return .done
  }
}
