import ArgumentParser
import Ledger
import LedgerHistory
import Roster
import Tables

/// The command `rollbook people`.
struct PeopleCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "people",
    abstract: "Print people, all or those whose userid, job number or name contains a text.",
    discussion: """
      Active people only, unless --include-left. Capital and small letters are the same.

      Examples:
        rollbook people 袁
        rollbook people YS0 --include-left
        rollbook people --as-of 2026-06-30 --format csv > people.csv
      """
  )

  @Argument(help: "A part of a userid, a job number or a name; everybody unless given.")
  var text: String?

  @Flag(help: "Also people who have left.")
  var includeLeft = false

  @OptionGroup var roster: RosterOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let position = try roster.moment.standingIfGiven(context)
    if let position { try context.present(position.sentence(context.settings.times), global) }
    let filter = PeopleFilter(
      system: roster.system,
      text: text,
      includesLeft: includeLeft,
      position: position,
      after: context.environment.page?.after?.first.map { Verbatim($0) }
    )
    try context.write(
      Column.people,
      emptyNote: try context.emptyNote("Nobody matches.", of: roster.system, at: position),
      key: { [$0.key.id.text] }
    ) { try context.ledger.everybody(filter, each: $0) }
    return .done
  }
}

extension Column where Row == Person {
  /// The columns of `people`, in the order of docs/cli.md.
  fileprivate static var people: [Column] {
    [
      .data("system") { .text($0.key.system.rawValue) },
      Column("user", title: "user") { .text($0.key.id) },
      Column("person", title: "person", isFlexible: true) { Datum($0.name) },
      Column("jobNumber", title: "job number") { Datum($0.jobNumber) },
      Column("hasLeft", title: "has left") { .flag($0.hasLeft) },
    ]
  }
}
