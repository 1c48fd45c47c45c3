import ArgumentParser
import Ledger
import LedgerHistory
import Reports
import Tables
import Roster

/// The command `rollbook diff`.
struct DiffCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Print what is different between two positions in the log, one line a cell.",
    discussion: """
      FROM and TO are what --as-of takes: a time, a day (its end), now-2h, entry:1042, \
      before:batch:12, after:batch:12 or now. An option that the administrator renamed is one \
      change of the catalog.

      Examples:
        rollbook diff yesterday now
        rollbook diff before:batch:12 after:batch:12 --field 住址
        rollbook diff 2026-06-30 now --wide --format csv > changes.csv
      """
  )

  @Argument(help: "The earlier position.", transform: Moment.parse)
  var from: Moment

  @Argument(help: "The later position.", transform: Moment.parse)
  var to: Moment

  @OptionGroup var selection: CellSelection

  @Flag(help: "One row a person, with a column for each cell that differs for any person.")
  var wide = false

  @Flag(help: "Follow the items of detail groups. They are distinguished by their values.")
  var byItem = false

  @OptionGroup var reading: ValuesOption

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let times = context.settings.times
    let before = try context.position(upTo: from)
    let after = try context.position(upTo: to)
    guard before.entry <= after.entry else {
      throw CommandError.momentsReversed(from.text, before, to.text, after)
    }
    let filter = DiffFilter(
      system: system,
      users: try selection.keys(of: system, in: context.ledger),
      fields: try selection.codes(of: system, in: context.ledger),
      readMode: reading.values,
      followsItems: byItem
    )
    let difference = try context.ledger.diff(from: before, to: after, filter)
    let places = "From \(before.place(times)), to \(after.place(times)) (\(times.zone))."
    try context.present(places, global)
    if wide {
      let sight = context.environment.sight
      let rows = WideDifference.rows(of: difference).map { $0.seen(by: sight) }
      try context.write(
        WideDifference.columns(of: difference, byItem: byItem),
        emptyNote: "No cell differs."
      ) { try rows.forEach($0) }
    } else {
      try context.write(
        Column.diff(byItem: byItem),
        emptyNote: try context.emptyNote("No cell differs.", of: system, at: after)
      ) { add in
        try difference.catalog.forEach { try add(.option($0)) }
        try difference.rows.forEach { try add(.difference($0)) }
      }
    }
    try count(difference, context)
    return .done
  }

  /// Prints the number of differences: under a table, and on standard error for JSON and CSV.
  private func count(_ difference: Difference, _ context: CommandContext) throws {
    let sentence = difference.counts
    if context.format == .table {
      try context.environment.output.result.write(sentence + "\n")
    } else {
      global.note(sentence, in: context.environment)
    }
  }
}
