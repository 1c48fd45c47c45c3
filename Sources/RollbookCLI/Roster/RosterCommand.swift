import ArgumentParser
import Ledger
import LedgerHistory
import Tables
import Roster

/// The command `rollbook roster`.
struct RosterCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "roster",
    abstract: "Print what each person's record has, or had at a time, one line a cell.",
    discussion: """
      Active people only, unless --include-left. Cells that are gone are left out.

      --as-of is what the log knew then, and nothing later; with --hindsight, what was true then \
      as far as is known by now.

      Examples:
        rollbook roster --field 姓名 --field 手机号
        rollbook roster --format csv > roster.csv
        rollbook roster --as-of 2026-06-30 --hindsight --include-left
      """
  )

  @OptionGroup var selection: CellSelection

  @Flag(help: "Also people who have left, with what was last known of them.")
  var includeLeft = false

  @OptionGroup var roster: RosterOptions

  @OptionGroup var looking: ReadModeOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let time = try looking.time(roster.moment.asOf, context)
    let position = time == nil ? try roster.moment.standingIfGiven(context) : nil
    var filter = RosterFilter(
      system: roster.system,
      users: try selection.keys(of: roster.system, in: context.ledger, at: position),
      fields: try selection.codes(of: roster.system, in: context.ledger),
      includesLeft: includeLeft,
      position: position,
      readMode: looking.reading.values
    )
    filter.part = context.environment.page.map(RosterPart.init)
    let note = "No active person matches; see --include-left."
    if let time {
      try context.present(context.hindsightSentence(time), global)
      try context.write(
        Column.roster + [.certainty],
        emptyNote: "Nothing is known of that time."
      ) { try context.ledger.hindsight(at: time, filter, each: $0) }
      return .done
    }
    if let position { try context.present(position.sentence(context.settings.times), global) }
    try context.write(
      Column.roster + Column.asOf(position),
      emptyNote: try context.emptyNote(note, of: roster.system, at: position),
      key: { [$0.user.text, $0.field.text, String($0.item)] }
    ) { try context.ledger.roster(filter, each: $0) }
    return .done
  }
}

extension RosterPart {
  /// The part of a page: its rows are found by user, field and item.
  fileprivate init(_ page: ListPage) {
    guard let after = page.after, after.count == 3, let item = Int(after[2]) else {
      self = .beginning
      return
    }
    self = .after(Verbatim(after[0]), CellAddress(FieldCode(after[1]), item))
  }
}
