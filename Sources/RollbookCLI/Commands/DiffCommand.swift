import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook diff`.
struct DiffCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Print what is different between two moments of the book, one row a cell.",
    discussion: """
      FROM and TO are what --as-of takes: a time, a day (its end), now-2h, entry:1042, before:batch:12, \
      after:batch:12 or now. An option that the administrator renamed is one change of the catalogue.
      """
  )

  @Argument(help: "The earlier moment.", transform: Moment.parse)
  var from: Moment

  @Argument(help: "The later moment.", transform: Moment.parse)
  var to: Moment

  @OptionGroup var selection: CellSelection

  @Flag(help: "One row a person, with a column for each cell that differs for anybody.")
  var wide = false

  @Flag(help: "Follow the rows of detail groups, which are told apart by what they hold.")
  var byRow = false

  @Option(
    help: ArgumentHelp(
      "What was last seen, or that and accepted writes that came after it (believed).",
      valueName: "lens"
    )
  )
  var lens: Lens = .believed

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let times = desk.settings.times
    let before = try desk.standing(upTo: from)
    let after = try desk.standing(upTo: to)
    guard before.entry <= after.entry else {
      throw CommandError.momentsReversed(from.text, before, to.text, after)
    }
    let filter = DiffFilter(
      system: system,
      users: try selection.keys(of: system, in: desk.ledger),
      fields: try selection.codes(of: system, in: desk.ledger),
      lens: lens,
      followsRows: byRow
    )
    let difference = try desk.ledger.diff(from: before, to: after, filter)
    let places = "From \(before.place(times)), to \(after.place(times)) (\(times.zone))."
    try desk.tell(places, global)
    if wide {
      let rows = WideRow.rows(of: difference)
      try desk.write(
        WideRow.columns(of: difference, byRow: byRow),
        emptyNote: "No cell differs."
      ) { try rows.forEach($0) }
    } else {
      try desk.write(
        Column.diff(byRow: byRow),
        emptyNote: try desk.emptyNote("No cell differs.", of: system, at: after)
      ) { add in
        try difference.catalogue.forEach { try add(.option($0)) }
        try difference.rows.forEach { try add(.cell($0)) }
      }
    }
    try count(difference, desk)
    return .done
  }

  /// Says how much differs: under a table, and to programs beside the result.
  private func count(_ difference: Difference, _ desk: Desk) throws {
    let sentence = difference.counts
    if desk.format == .table {
      try desk.surroundings.output.result.write(sentence + "\n")
    } else {
      global.note(sentence, in: desk.surroundings)
    }
  }
}
