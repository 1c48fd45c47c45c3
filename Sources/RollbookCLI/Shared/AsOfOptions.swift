import ArgumentParser
import Ledger
import Reports
import Tables
import Roster

/// The option `--as-of`: the position at which a question is asked.
struct AsOfOptions: ParsableArguments {
  /// The position; nil for the end of the log.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      What the log knew then: a time, a day (its end), -2h, entry:1042, before:batch:12 or \
      after:batch:12.
      """,
      valueName: "moment"
    ),
    transform: Moment.parse
  )
  var asOf: Moment?

  /// The position in the log; its end if none is given.
  ///
  /// - Parameter context: The context of the command: its time zone, its clock and its ledger.
  /// - Returns: The last entry that counts.
  /// - Throws: `LedgerError` for an entry or a batch that the log does not have.
  func position(_ context: CommandContext) throws -> ReadPosition {
    try asOf.map(context.position(upTo:)) ?? context.ledger.position(at: .now)
  }

  /// The position; nil if none is given, so that a result for now does not name it.
  func standingIfGiven(_ context: CommandContext) throws -> ReadPosition? {
    asOf == nil ? nil : try position(context)
  }

  /// Reads the log as it was at the position, and says which it is; as it is, if none is given.
  ///
  /// - Parameters:
  ///   - context: The context of the command.
  ///   - global: Whether notes are printed.
  ///   - body: Reads, with a context whose ledger is as it was, and with when the position was
  ///     recorded; nil for the end of the log.
  /// - Returns: What `body` returns.
  /// - Throws: `LedgerError`, or what `body` throws.
  func reading<T>(
    _ context: CommandContext,
    _ global: GlobalOptions,
    _ body: (CommandContext, Instant?) throws -> T
  ) throws -> T {
    guard let position = try standingIfGiven(context) else { return try body(context, nil) }
    try context.present(position.sentence(context.settings.times), global)
    if try context.ledger.isCurrent(position) { return try body(context, nil) }
    return try context.ledger.asOf(position) { ledger in
      var then = context
      then.ledger = ledger
      return try body(then, position.recordedAt)
    }
  }
}

/// The options that say whose roster a command reads, and at which position.
struct RosterOptions: ParsableArguments {
  @Option(help: "The system whose roster it is.")
  var system: Roster.System = .dingtalk

  @OptionGroup var moment: AsOfOptions
}

extension ReadPosition {
  /// The position, as a line for people.
  func sentence(_ times: Times) -> String {
    guard recordedAt != nil else { return "As of entry 0: nothing had been recorded yet." }
    return "As of \(place(times)) (\(times.zone))."
  }

  /// The entry, and when it was recorded.
  func place(_ times: Times) -> String {
    "entry \(entry)" + (recordedAt.map { ", recorded \(times.human($0))" } ?? "")
  }
}
