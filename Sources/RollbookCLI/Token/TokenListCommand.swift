import ArgumentParser
import Ledger
import LedgerHistory
import Roster
import Tables

/// The command `rollbook token list`.
struct TokenListCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Print every token that was ever created, and whether it is still valid.",
    discussion: """
      As of an entry, a token is valid or expired as it was when the entry was recorded.

      Examples:
        rollbook token list
        rollbook token list --format json
      """
  )

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, then in
      let columns = Column.tokens(now: then ?? context.environment.timekeeper.now())
      try context.write(columns, emptyNote: "No token was created yet.") { add in
        try context.ledger.grants().forEach(add)
      }
    }
    return .done
  }
}

extension Column where Row == TokenGrant {
  /// The columns of `token list`, in the order of docs/cli.md.
  ///
  /// - Parameter now: The time that decides whether a token is still valid.
  /// - Returns: The columns.
  static func tokens(now: Instant) -> [Column] {
    [
      Column("number", title: "number", .trailing) { .integer($0.number) },
      Column("role", title: "role") { .text($0.role) },
      Column("name", title: "name", isFlexible: true) { Datum($0.name) },
      Column("status", title: "status") { .text($0.status(at: now)) },
      Column("until", title: "until") { Datum($0.until) },
      Column("createdAt", title: "created") { .time($0.createdAt) },
      Column("actor", title: "actor", isFlexible: true) { .text($0.actor) },
      Column("revokedAt", title: "revoked") { Datum($0.revokedAt) },
    ]
  }
}

extension TokenGrant {
  /// `valid`, `expired` or `revoked`.
  fileprivate func status(at now: Instant) -> String {
    if revokedAt != nil { return "revoked" }
    return until.map { $0 <= now } ?? false ? "expired" : "valid"
  }
}
