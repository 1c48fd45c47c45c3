import LedgerStorage
import ArgumentParser
import Ledger
import LedgerHistory
import Tables
import Roster

/// The command `rollbook blame`.
struct BlameCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Print what made each of a person's cells what it is: when, by which operation, why.",
    discussion: """
      If no batch of ours wrote a value, the operation is the one that observed it first, and its \
      actor is the person who fetched it, not the one who changed it.

      Examples:
        rollbook blame 袁健
        rollbook blame 袁健 --as-of 2026-06-30
      """
  )

  @Argument(help: "A userid, a job number or a name.")
  var user: String

  @Flag(help: "Follow the items of detail groups. They are distinguished by their values.")
  var byItem = false

  @OptionGroup var roster: RosterOptions

  @OptionGroup var reading: ValuesOption

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let position = try roster.moment.standingIfGiven(context)
    let lookup = PersonLookup(ledger: context.ledger, system: roster.system, position: position)
    let person = try lookup.person(user)
    if let position { try context.present(position.sentence(context.settings.times), global) }
    let rows = try context.ledger.blame(
      person.key,
      readMode: reading.values,
      byItem: byItem,
      at: position
    )
    let note = try context.emptyNote(
      "Nothing was known of them then.",
      of: roster.system,
      at: position
    )
    try context.write(Column.blame(byItem: byItem), emptyNote: note) { try rows.forEach($0) }
    return .done
  }
}

extension Column where Row == BlamedCell {
  /// The columns of `blame`, in the order of docs/cli.md.
  fileprivate static func blame(byItem: Bool) -> [Column] {
    let rows: [Column] = [
      Column("itemID", title: "item id", .trailing) { Datum($0.row) },
      Column("ambiguous", title: "ambiguous") { .flag($0.isAmbiguous) },
    ]
    return cell(nameFirst: true) + content(\.content, label: \.label) + [
      Column("since", title: "since") { .time($0.provenance.recordedAt) },
      Column("event", title: "event") { Datum($0.event) },
      .data("operation") { Datum($0.operation?.operation) },
      .shown("by") { .text($0.provenance.origin.words) },
      .shown("operation") { row in
        row.operation.map { .text("\($0.operation) \($0.kind.rawValue)") } ?? .absent
      },
      Column("actor", title: "actor") { Datum($0.operation?.actor) },
      Column("reason", title: "reason", isFlexible: true) { Datum($0.operation?.reason) },
      Column("previousValues", title: "values before", .trailing) { Datum($0.previousValues) },
      .data("by") { .text($0.provenance.origin.words) },
      .data("kind") { Datum($0.operation?.kind) },
      .data("claimedActor") { Datum($0.operation?.claimedActor) },
      .data("ticket") { Datum($0.operation?.ticket) },
      .presence { $0.content },
      .data("certainFrom") { Datum($0.provenance.certainFrom) },
      .data("possibleFrom") { Datum($0.provenance.possibleFrom) },
    ] + (byItem ? rows : [])
  }
}
