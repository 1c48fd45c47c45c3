import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Tables
import VerbatimJSON
import Roster

/// The command `rollbook batch`.
struct BatchCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Print the rows of a batch: what was written, the result, and later observations.",
    discussion: """
      Examples:
        rollbook batch 12
        rollbook batch 12 --format csv > batch-12.csv
        rollbook batch 12 --as-of 2026-06-30
      """
  )

  @Argument(help: "The batch's number, or last.")
  var batch: BatchChoice

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, _ in try present(context) }
    return .done
  }

  private func present(_ context: CommandContext) throws {
    let batch = try context.batch(batch)
    guard let (row, lines) = try context.ledger.batch(batch) else { throw PushError.noBatch(batch) }
    let sheet = BatchView(batch: row, lines: lines, for: context.environment.sight)
    let sink = context.environment.output.result
    if context.format == .json {
      return try sink.write(sheet.json.pretty + "\n")
    }
    if context.format == .table {
      try context.write(
        row,
        Column.batches + [
          .shown("verified") { Datum($0.counts.verified) },
          .shown("differs") { Datum($0.counts.differs) },
          .shown("followed by") { .text($0.followUps.words) },
        ]
      )
      try sink.write("\n")
    }
    try context.write(Column.batch, emptyNote: "The batch has no rows.") { add in
      try sheet.cells.forEach(add)
    }
  }
}
