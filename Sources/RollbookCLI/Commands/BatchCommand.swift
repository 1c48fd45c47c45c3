import ArgumentParser
import Ledger
import Operations
import Reports
import VerbatimJSON

/// The command `rollbook batch`.
struct BatchCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Print the rows of a batch: what was written, what became of it, what was seen since."
  )

  @Argument(help: "The batch's number.")
  var batch: Int64

  @OptionGroup var global: GlobalOptions

  func run(in surroundings: Surroundings) async throws -> ExitStatus {
    let desk = try Desk(global, surroundings)
    guard let (row, lines) = try desk.ledger.batch(batch) else { throw PushError.noBatch(batch) }
    let sheet = BatchSheet(batch: row, lines: lines)
    let sink = surroundings.output.result
    if desk.format == .json {
      try sink.write(sheet.json.pretty + "\n")
      return .done
    }
    if desk.format == .table {
      try desk.write(
        row,
        Column.batches + [
          .shown("verified") { Datum($0.counts.verified) },
          .shown("differs") { Datum($0.counts.differs) },
        ]
      )
      try sink.write("\n")
    }
    try desk.write(Column.batch, emptyNote: "The batch has no rows.") { add in
      try sheet.cells.forEach(add)
    }
    return .done
  }
}
