import ArgumentParser
import Ledger
import Reports
import Roster

/// The options that say how what was known is looked at.
struct LensOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What was last seen, or that and accepted writes that came after it (believed).",
      valueName: "lens"
    )
  )
  var lens: Lens = .believed

  @Flag(
    help: """
      What was true at the time of --as-of, with all that was learnt since: each value certain or \
      possible.
      """
  )
  var hindsight = false

  /// The time that hindsight is about; nil where it is not asked for.
  ///
  /// - Parameters:
  ///   - asOf: The moment that was given.
  ///   - desk: The desk at which the question is asked.
  /// - Returns: The time.
  /// - Throws: `CommandError` where no time was given.
  func time(_ asOf: Moment?, _ desk: Desk) throws -> Instant? {
    guard hindsight else { return nil }
    let now = desk.surroundings.timekeeper.now()
    guard let asOf, !asOf.isPlace, case .time(let time) = asOf.end(desk.settings.times, now: now)
    else { throw CommandError.hindsightNeedsTime(asOf?.text) }
    return time
  }
}
