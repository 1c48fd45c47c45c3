import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook roster`.
struct RosterCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "roster",
    abstract: "Print what each person's record holds, or held at a moment, one row a cell.",
    discussion: """
      People on the job only, unless --include-left. Cells that are gone are left out.

      --as-of is what the book knew then, and nothing later; with --hindsight, what was true then as \
      far as anybody can tell by now.
      """
  )

  @OptionGroup var selection: CellSelection

  @Flag(help: "Also people who have left, with what was last known of them.")
  var includeLeft = false

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var looking: LensOptions

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let time = try looking.time(moment.asOf, desk)
    let standing = time == nil ? try moment.standingIfGiven(desk) : nil
    let filter = RosterFilter(
      system: system,
      users: try selection.keys(of: system, in: desk.ledger, at: standing),
      fields: try selection.codes(of: system, in: desk.ledger),
      includesLeft: includeLeft,
      standing: standing,
      lens: looking.lens
    )
    let note = "Nobody on the job matches; see --include-left."
    if let time {
      try desk.tell(desk.hindsightSentence(time), global)
      try desk.write(
        Column.hindsight(Column.roster),
        emptyNote: "Nothing is known of that time."
      ) { try desk.ledger.hindsight(at: time, filter, each: $0) }
      return .done
    }
    if let standing { try desk.tell(standing.sentence(desk.settings.times), global) }
    try desk.write(
      Column.roster + Column.asOf(standing),
      emptyNote: try desk.emptyNote(note, of: system, at: standing)
    ) { try desk.ledger.roster(filter, each: $0) }
    return .done
  }
}
