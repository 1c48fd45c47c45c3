import ArgumentParser
import Ledger
import Reports

/// The command `rollbook links`.
struct LinksCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "links",
    abstract: "Print who is one person in DingTalk and Maycur, and who is nobody in the other."
  )

  @Flag(help: "Only people whose values do not cross over, and why not.")
  var problems = false

  @Flag(help: "People who are back under a new userid, by their unionid.")
  var proposals = false

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    if proposals {
      try desk.write(Column.proposals, emptyNote: "Nobody is back under a new userid.") { add in
        try desk.ledger.proposals().forEach(add)
      }
      return .done
    }
    let rows = try desk.ledger.links().filter { !problems || $0.problem != nil }
    let note = problems ? "No link has a problem." : "Nobody is known yet."
    try desk.write(Column.links, emptyNote: note) { add in try rows.forEach(add) }
    return problems && !rows.isEmpty ? .attention : .done
  }
}
