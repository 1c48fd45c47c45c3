import LedgerVerification
import ArgumentParser
import Evidence
import Ledger
import Tables
import Roster
import TransparencyLog

/// The command `rollbook timestamp`.
struct TimestampCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "timestamp",
    abstract: "Have a time stamping authority (RFC 3161) say when a head of the log existed.",
    discussion: """
      --query writes the question for the authority; --reply takes its reply. Whether the \
      authority's own signature is genuine is for `openssl ts -verify` to say.

      Examples:
        rollbook timestamp --query head.tsq
        rollbook timestamp --reply head.tsr
      """
  )

  @Option(
    help: ArgumentHelp("Write the question to this file.", valueName: "file"),
    completion: .file()
  )
  var query: String?

  @Option(
    help: ArgumentHelp("Take the reply in this file.", valueName: "file"),
    completion: .file()
  )
  var reply: String?

  @Option(
    help: ArgumentHelp("Ask about the head of so many entries, not the last.", valueName: "entries")
  )
  var size: UInt64?

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard (query == nil) != (reply == nil) else {
      throw ValidationError("Give either --query or --reply")
    }
  }

  private struct Stamped: Sendable {
    let size: UInt64
    let time: String?
    let query: String?
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let files = EvidenceFiles(environment: environment)
    let stamped: Stamped
    if let reply {
      let taken = try await context.ledger.take(
        timeStamp: try files.bytes(reply),
        wait: wait.duration,
        timekeeper: environment.timekeeper
      )
      stamped = Stamped(size: taken.size, time: taken.reply.time, query: nil)
    } else {
      let head = try context.ledger.head(size).log
      try files.write(TimeStampQuery(of: head.bytes).bytes, to: query ?? "")
      stamped = Stamped(size: head.checkpoint.size, time: nil, query: query)
    }
    try context.write(
      stamped,
      [
        Column("size", title: "head of entry") { .integer(Int64($0.size)) },
        Column("time", title: "stamped (UTC)") { $0.time.map { .text($0) } ?? .absent },
        Column("query", title: "question") { $0.query.map { .text($0) } ?? .absent },
      ]
    )
    return .done
  }
}
