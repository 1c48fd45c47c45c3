import ArgumentParser
import Ledger
import LedgerVerification
import Roster
import Tables
import TransparencyLog
import VerbatimJSON

/// The command `rollbook heads`.
struct HeadsCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "heads",
    abstract: "Print the signed heads of the log, the latest first, and who cosigned each.",
    discussion: """
      They are printed as they are in the ledger; `rollbook verify` says whether they are genuine.

      Examples:
        rollbook heads
        rollbook heads --cosigned
      """
  )

  @Flag(help: "Only those that a witness or a time stamping authority vouches for.")
  var cosigned = false

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try context.write(
      Column.heads,
      emptyNote: cosigned ? "No head was cosigned yet." : "No head was signed yet.",
      key: { [String($0.size)] }
    ) { add in
      let after = context.environment.page?.after?.first.flatMap { UInt64($0) } ?? UInt64.max
      try context.ledger.witnessedHeads(cosigned: cosigned, before: after, each: add)
    }
    return .done
  }
}

extension Column where Row == WitnessedHead {
  /// The columns of `heads`, in the order of docs/cli.md.
  fileprivate static var heads: [Column] {
    [
      Column("size", title: "entries", .trailing) { .integer(Int64(clamping: $0.size)) },
      Column("recordedAt", title: "recorded") { .time($0.recordedAt) },
      Column("root", title: "root", isFlexible: true) { head in
        Datum(head.root.map { Verbatim($0.description) })
      },
      Column("cosignatures", title: "cosigned by", isFlexible: true) { head in
        .parts(
          .array(
            head.cosigners.map {
              ["witness": .string($0.name), "at": .string(Times.machine($0.at))]
            }
          ),
          inWords: head.cosigners.map(\.name).joined(separator: ", ")
        )
      },
      Column("timeStamps", title: "time stamps") {
        .parts(.strings($0.timeStamps), inWords: $0.timeStamps.joined(separator: ", "))
      },
    ]
  }
}
