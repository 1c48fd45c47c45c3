import LedgerStorage
import ArgumentParser
import Ledger
import LedgerHistory
import Reports
import Tables
import Roster

/// The command `rollbook drift`.
struct DriftCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract:
      "Print changes that no batch made, and accepted writes that were never observed.",
    discussion: """
      The first observation of a field is no change. An option that the administrator renamed is \
      one change of the catalog. Fields that the system computes are left out, unless --derived.

      Examples:
        rollbook drift
        rollbook drift --since yesterday --field 银行卡号
      """
  )

  @OptionGroup var selection: CellSelection

  @OptionGroup var beginning: SinceOption

  @Flag(help: "Also fields that the system computes.")
  var derived = false

  @OptionGroup var roster: RosterOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    let position = try roster.moment.standingIfGiven(context)
    let filter = DriftFilter(
      system: roster.system,
      users: try selection.keys(of: roster.system, in: context.ledger),
      fields: try selection.codes(of: roster.system, in: context.ledger),
      includesDerived: derived,
      after: try beginning.since.map(context.position(before:)),
      position: position
    )
    if let position { try context.present(position.sentence(context.settings.times), global) }
    let note = "No change was observed that no batch made, and every accepted write was observed."
    try context.write(
      Column.drift(now: context.environment.timekeeper.now()),
      emptyNote: try context.emptyNote(note, of: roster.system, at: position)
    ) { try context.ledger.drift(filter, each: $0) }
    return .done
  }
}

extension Column where Row == DriftedCell {
  /// The columns of `drift`, in the order of docs/cli.md.
  fileprivate static func drift(now: Instant) -> [Column] {
    [
      Column("user", title: "user") { Datum($0.user) },
      .code, .name,
      Column("item", title: "item", .trailing) { Datum($0.user == nil ? nil : $0.item) },
      .data("from") { Datum($0.change.from?.value) },
      .data("to") { Datum($0.change.to?.value) },
      .shown("from", isFlexible: true) { CellText.whole($0.change.from) },
      .shown("to", isFlexible: true) { CellText.whole($0.change.to) },
      Column("firstObserved", title: "first observed") { Datum($0.provenance.certainFrom) },
      Column("lastObservedBefore", title: "asked before") { row in
        Datum(row.provenance.lastObservedBefore)
      },
      Column("kind", title: "kind") { .text($0.kind.rawValue) },
      .shown("age", .trailing) { .text(Times.span(now - $0.since)) },
      Column("batch", title: "batch", .trailing) { Datum($0.batch) },
      .fieldName,
    ] + labels(from: \.change.from, to: \.change.to) + [
      .data("event") { Datum($0.change.event) },
      .data("ageSeconds") { .integer((now - $0.since).components.seconds) },
    ]
  }
}
