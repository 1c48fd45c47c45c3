import ArgumentParser
import Ledger
import Roster
import Tables

/// The command `rollbook erasures`.
struct ErasuresCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "erasures",
    abstract: "Print every erasure of the log, or the receipt of one.",
    discussion: """
      A person who was erased whole is not named: the ledger does not know any more who it was.

      Examples:
        rollbook erasures
        rollbook erasures 963 --format json > receipt.json
      """
  )

  @Argument(help: "Print the receipt of the erasure by this entry.")
  var entry: EntryID?

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, _ in
      if let entry { return try context.writeReceipt(of: entry) }
      try context.write(Column.erasures, emptyNote: "Nobody was erased.") { add in
        try context.ledger.erasures().forEach(add)
      }
    }
    return .done
  }
}

extension CommandContext {
  /// Prints the receipt of an erasure.
  ///
  /// - Parameter entry: The entry that erased.
  /// - Throws: ``CommandError/noErasure(_:)`` if it erased nothing; ``LedgerError``.
  func writeReceipt(of entry: EntryID) throws {
    guard let receipt = try ledger.erasureReceipt(entry) else {
      throw CommandError.noErasure(entry)
    }
    try write(receipt, Column.receipt)
  }
}

extension Column where Row == ErasureSummary {
  /// The columns of `erasures`, in the order of docs/cli.md.
  fileprivate static var erasures: [Column] {
    [
      Column("entry", title: "entry", .trailing) { .integer($0.entry) },
      Column("user", title: "user") { Datum($0.user) },
      Column("what", title: "what") { .text($0.isWhole ? "user" : "fields") },
      Column("recordedAt", title: "recorded") { .time($0.recordedAt) },
      Column("readmitted", title: "readmitted by", .trailing) { Datum($0.readmitted) },
    ]
  }
}
