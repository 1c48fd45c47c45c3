import ArgumentParser
import Ledger
import LedgerHistory
import Reports
import Tables
import Roster

/// The options that select observed or expected values, and hindsight.
struct ReadModeOptions: ParsableArguments {
  @OptionGroup var reading: ValuesOption

  @Flag(
    help: """
      What was true at the time of --as-of, with all that was learnt since: each value certain or \
      possible.
      """
  )
  var hindsight = false

  /// The time of hindsight; nil if it was not requested.
  ///
  /// - Parameters:
  ///   - asOf: The given moment.
  ///   - context: The context of the command: its time zone and its clock.
  /// - Returns: The time.
  /// - Throws: `CommandError` if no time was given.
  func time(_ asOf: Moment?, _ context: CommandContext) throws -> Instant? {
    guard hindsight else { return nil }
    let now = context.environment.timekeeper.now()
    guard let asOf, !asOf.isPlace, case .time(let time) = asOf.end(context.settings.times, now: now)
    else { throw CommandError.hindsightNeedsTime(asOf?.text) }
    return time
  }
}
