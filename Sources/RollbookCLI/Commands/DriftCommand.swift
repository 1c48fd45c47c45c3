import ArgumentParser
import Ledger
import Reports
import Roster

/// The command `rollbook drift`.
struct DriftCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Print what changed without us: changes that no batch made, and writes never seen.",
    discussion: """
      What is seen of a field for the first time is no change. An option that the administrator renamed \
      is one change of the catalogue. Fields that the system computes are left out, unless --derived.
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

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    let standing = try moment.standingIfGiven(desk)
    let filter = DriftFilter(
      system: system,
      users: try selection.keys(of: system, in: desk.ledger),
      fields: try selection.codes(of: system, in: desk.ledger),
      includesDerived: derived,
      after: try since.map(desk.standing(before:)),
      standing: standing
    )
    if let standing { try desk.tell(standing.sentence(desk.settings.times), global) }
    let note = "Nothing was seen to change that no batch made, and every accepted write was seen."
    try desk.write(
      Column.drift(now: surroundings.timekeeper.now()),
      emptyNote: try desk.emptyNote(note, of: system, at: standing)
    ) { try desk.ledger.drift(filter, each: $0) }
    return .done
  }
}

extension Column where Row == DriftRow {
  /// The columns of `drift`, in the order of the contract.
  fileprivate static func drift(now: Instant) -> [Column] {
    [
      Column("user", title: "user") { Datum($0.user) },
      Column("field", title: "field") { .text($0.field) },
      .shown("name", isFlexible: true) { Datum($0.fieldName) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
      .data("from") { Datum($0.from?.value) },
      .data("to") { Datum($0.to?.value) },
      .shown("from", isFlexible: true) { CellText.whole($0.from) },
      .shown("to", isFlexible: true) { CellText.whole($0.to) },
      Column("firstSeen", title: "first seen") { Datum($0.firstSeen) },
      Column("lastSeenBefore", title: "asked before") { Datum($0.lastSeenBefore) },
      Column("kind", title: "kind") { .text($0.kind.rawValue) },
      .shown("age", .trailing) { .text(Times.span(now - $0.since)) },
      Column("batch", title: "batch", .trailing) { row in
        row.batch.map { .integer($0) } ?? .absent
      },
      .data("name") { Datum($0.fieldName) },
      .data("fromPresence") { row in
        row.from.map { .text($0.presence.rawValue) } ?? .absent
      },
      .data("fromLabel") { Datum($0.from?.label) },
      .data("toPresence") { row in row.to.map { .text($0.presence.rawValue) } ?? .absent },
      .data("toLabel") { Datum($0.to?.label) },
      .data("event") { row in row.address.map { .text($0.description) } ?? .absent },
      .data("ageSeconds") { .integer((now - $0.since).components.seconds) },
    ]
  }
}
