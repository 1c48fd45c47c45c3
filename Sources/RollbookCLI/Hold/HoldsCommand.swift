import ArgumentParser
import Ledger
import LedgerHistory
import Roster
import Tables

/// The command `rollbook holds`.
struct HoldsCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "holds",
    abstract: "Print who is under a legal hold, since when, why, and who put them there.",
    discussion: """
      Examples:
        rollbook holds
        rollbook holds --user 袁健
        rollbook holds --as-of 2026-06-30
      """
  )

  @Option(
    help: ArgumentHelp("Only this person: a userid, a job number or a name.", valueName: "user")
  )
  var user: String?

  @Option(help: "The system of --user.")
  var system: Roster.System = .dingtalk

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, _ in
      let people = PersonLookup(ledger: context.ledger, system: system)
      let person = try user.map { try people.person($0).key }
      try context.write(Column.holds, emptyNote: "Nobody is under a hold.") { add in
        try context.ledger.holds().filter { person == nil || $0.user == person }.forEach(add)
      }
    }
    return .done
  }
}

extension Column where Row == HoldSummary {
  /// The columns of `holds`, in the order of docs/cli.md, then the claimed name and the ticket.
  static var holds: [Column] {
    [
      Column("user", title: "user") { .text($0.user.id) },
      Column("system", title: "system") { .text($0.user.system.rawValue) },
      Column("since", title: "since") { .time($0.since) },
      Column("reason", title: "reason", isFlexible: true) { Datum($0.reason) },
      Column("actor", title: "actor", isFlexible: true) { .text($0.actor) },
      Column("operation", title: "operation", .trailing) { .integer($0.operation) },
      Column("entry", title: "entry", .trailing) { .integer($0.entry) },
      .data("claimedActor") { Datum($0.claimedActor) },
      .data("ticket") { Datum($0.ticket) },
    ]
  }
}
