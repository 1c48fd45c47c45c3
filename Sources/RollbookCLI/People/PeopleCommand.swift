import ArgumentParser
import Ledger
import LedgerHistory
import Roster
import Tables

/// The command `rollbook people`.
struct PeopleCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "people",
    abstract: "Print people, all or those whose userid, job number, name or department has a text.",
    discussion: """
      Active people only, unless --include-left. Capital and small letters are the same. Two or more \
      small letters are looked for among the first letters of names in pinyin, too: wm finds 王敏.

      Examples:
        rollbook people 袁
        rollbook people 财务部
        rollbook people --as-of 2026-06-30 --format csv > people.csv
      """
  )

  @Argument(
    help: "A part of a userid, a job number, a name or a department; everybody unless given."
  )
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
      key: { [$0.person.key.id.text] }
    ) { try context.ledger.everybody(filter, each: $0) }
    return .done
  }
}

extension Column where Row == ListedPerson {
  /// The columns of `people`, in the order of docs/cli.md.
  fileprivate static var people: [Column] {
    [
      .data("system") { .text($0.person.key.system.rawValue) },
      Column("user", title: "user") { .text($0.person.key.id) },
      Column("person", title: "person", isFlexible: true) { Datum($0.person.name) },
      Column("jobNumber", title: "job number") { Datum($0.person.jobNumber) },
      Column("hasLeft", title: "has left") { .flag($0.person.hasLeft) },
      Column("department", title: "department", isFlexible: true) { Datum($0.department) },
      Column("status", title: "status") { Datum($0.status) },
      Column("lastChange", title: "last change") { Datum($0.lastChange) },
    ]
  }
}
