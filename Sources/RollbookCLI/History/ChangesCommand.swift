import ArgumentParser
import Ledger
import LedgerHistory
import LedgerStorage
import Reports
import Roster
import Tables

/// The command `rollbook changes`.
struct ChangesCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes",
    abstract: "Print every change that a response showed, in the order of the log.",
    discussion: """
      The first observation of a field is no change. A change that a batch of ours wrote has its \
      number, its actor and its reason; every other one was made outside Rollbook.

      Examples:
        rollbook changes --since yesterday
        rollbook changes --by outside --since -30d
        rollbook changes --user 袁健 --format csv > changes.csv
      """
  )

  @OptionGroup var selection: CellSelection

  @Option(
    help: ArgumentHelp(
      "Only what this caused: outside, or a part of the name of who ran the batch.",
      valueName: "name"
    )
  )
  var by: String?

  @Option(help: ArgumentHelp("Only what this batch wrote.", valueName: "number"))
  var batch: OperationNumber?

  @OptionGroup var beginning: SinceOption

  @OptionGroup var roster: RosterOptions

  @OptionGroup var global: GlobalOptions

  private var causes: [RecordedChangeFilter.Cause] {
    let batches = batch.map { [RecordedChangeFilter.Cause.batch($0)] } ?? []
    return batches + (by.map { [["outside", "外部"].contains($0) ? .outside : .actor($0)] } ?? [])
  }

  func read(in context: CommandContext) throws -> ExitStatus {
    let position = try roster.moment.standingIfGiven(context)
    if let position { try context.present(position.sentence(context.settings.times), global) }
    let filter = RecordedChangeFilter(
      system: roster.system,
      users: try selection.keys(of: roster.system, in: context.ledger),
      fields: try selection.codes(of: roster.system, in: context.ledger),
      span: EntrySpan(
        after: try beginning.since.map(context.position(before:))?.entry ?? 0,
        through: position?.entry ?? EntryID.max
      ),
      causes: causes,
      after: context.environment.page?.after?.first.flatMap(EventAddress.init)
    )
    try context.write(
      Column.changes,
      emptyNote: try context.emptyNote("Nothing changed.", of: roster.system, at: position),
      key: { [$0.event.description] }
    ) { try context.ledger.recordedChanges(filter, each: $0) }
    return .done
  }
}

extension Column where Row == RecordedChange {
  /// The columns of `changes`, in the order of docs/cli.md.
  fileprivate static var changes: [Column] {
    [
      Column("recordedAt", title: "recorded") { .time($0.recordedAt) },
      Column("user", title: "user") { .text($0.user) },
      Column("field", title: "code") { .text($0.field) },
      .shown("field", isFlexible: true) { Datum($0.fieldName) },
      Column("item", title: "item", .trailing) { Datum($0.item) },
      .data("from") { Datum($0.from.value) },
      .data("to") { Datum($0.to.value) },
      .shown("from", isFlexible: true) { Datum($0.from.words) },
      .shown("to", isFlexible: true) { Datum($0.to.words) },
      Column("by", title: "by") { .text($0.batch.map { "batch \($0)" } ?? "outside") },
      Column("actor", title: "actor", isFlexible: true) { Datum($0.actor) },
      Column("reason", title: "reason", isFlexible: true) { Datum($0.reason) },
      .data("fieldName") { Datum($0.fieldName) },
      .data("fromPresence") { Datum($0.from.presence) },
      .data("fromLabel") { Datum($0.from.label) },
      .data("toPresence") { Datum($0.to.presence) },
      .data("toLabel") { Datum($0.to.label) },
      Column("event", title: "event") { .text($0.event.description) },
      .data("operation") { .integer($0.operation) },
      .data("batch") { Datum($0.batch) },
      .data("lastObservedBefore") { Datum($0.lastObservedBefore) },
    ]
  }
}
