import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook history`.
struct HistoryCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Print every value that a person's cells ever had, and when it was seen.",
    discussion: """
      A change happened some time between `asked before`, when the field was last asked for and \
      came back otherwise, and `recorded`.
      """
  )

  @Argument(help: "A userid, a job number or a name.")
  var user: String

  @Argument(help: "A field's code or name; all fields unless given.")
  var field: String?

  @Option(help: ArgumentHelp("Only this item of a detail group, from 0.", valueName: "index"))
  var item: Int?

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if let item, item < 0 { throw ValidationError("--item counts from 0") }
  }

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let person = try PersonLookup(ledger: desk.ledger, system: system).person(user)
    let lookup = FieldLookup(fields: try desk.ledger.fields(system))
    let code = try field.map(lookup.code)
    let filter = HistoryFilter(user: person.key, fields: code.map { [$0] }, item: item)
    try desk.write(
      Column.history(ofManyFields: code == nil),
      emptyNote: "Nothing was ever recorded there."
    ) { try desk.ledger.history(filter, each: $0) }
    return .done
  }
}
