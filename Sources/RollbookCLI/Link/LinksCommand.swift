import LedgerHistory
import ArgumentParser
import Ledger
import Tables
import Roster

/// The command `rollbook links`.
struct LinksCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "links",
    abstract:
      "Print who is one person in DingTalk and Maycur, and who has no counterpart in the other.",
    discussion: """
      With --problems, the exit code is 1 if there are any.

      Examples:
        rollbook links
        rollbook links --problems
        rollbook links --as-of 2026-06-30
      """
  )

  @Flag(help: "Only people whose values do not cross over, and why not.")
  var problems = false

  @Flag(help: "People who are back under a new userid, by their unionid.")
  var proposals = false

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, _ in try present(context) }
  }

  private func present(_ context: CommandContext) throws -> ExitStatus {
    if proposals {
      try context.write(Column.proposals, emptyNote: "No person is back under a new userid.") {
        add in
        try context.ledger.proposals().forEach(add)
      }
      return .done
    }
    let rows = try context.ledger.links().filter { !problems || $0.problem != nil }
    let note = problems ? "No link has a problem." : "No user is known yet."
    try context.write(Column.links, emptyNote: note) { add in try rows.forEach(add) }
    return problems && !rows.isEmpty ? .attention : .done
  }
}
