import LedgerStorage
import ArgumentParser
import Ledger
import LedgerHistory
import Reports
import Tables
import Roster

/// The command `rollbook drift`.
struct DriftCommand: RollbookCommand {
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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only what was recorded after this, or since the beginning of a day; as --as-of.",
      valueName: "moment"
    ),
    transform: Moment.parse
  )
  var since: Moment?

  @Flag(help: "Also fields that the system computes.")
  var derived = false

  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let position = try moment.standingIfGiven(context)
    let filter = DriftFilter(
      system: system,
      users: try selection.keys(of: system, in: context.ledger),
      fields: try selection.codes(of: system, in: context.ledger),
      includesDerived: derived,
      after: try since.map(context.position(before:)),
      position: position
    )
    if let position { try context.present(position.sentence(context.settings.times), global) }
    let note = "No change was observed that no batch made, and every accepted write was observed."
    try context.write(
      Column.drift(now: environment.timekeeper.now()),
      emptyNote: try context.emptyNote(note, of: system, at: position)
    ) { try context.ledger.drift(filter, each: $0) }
    return .done
  }
}

extension Column where Row == DriftedCell {
  /// The columns of `drift`, in the order of docs/cli.md.
  fileprivate static func drift(now: Instant) -> [Column] {
    [
      Column("user", title: "user") { Datum($0.user) },
      Column("field", title: "code") { .text($0.field) },
      .shown("field", isFlexible: true) { Datum($0.fieldName) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
      .data("from") { Datum($0.from?.value) },
      .data("to") { Datum($0.to?.value) },
      .shown("from", isFlexible: true) { CellText.whole($0.from) },
      .shown("to", isFlexible: true) { CellText.whole($0.to) },
      Column("firstObserved", title: "first observed") { Datum($0.firstObserved) },
      Column("lastObservedBefore", title: "asked before") { Datum($0.lastObservedBefore) },
      Column("kind", title: "kind") { .text($0.kind.rawValue) },
      .shown("age", .trailing) { .text(Times.span(now - $0.since)) },
      Column("batch", title: "batch", .trailing) { Datum($0.batch) },
      .data("fieldName") { Datum($0.fieldName) },
      .data("fromPresence") { Datum($0.from?.presence) },
      .data("fromLabel") { Datum($0.from?.label) },
      .data("toPresence") { Datum($0.to?.presence) },
      .data("toLabel") { Datum($0.to?.label) },
      .data("event") { row in row.address.map { .text($0.description) } ?? .absent },
      .data("ageSeconds") { .integer((now - $0.since).components.seconds) },
    ]
  }
}
