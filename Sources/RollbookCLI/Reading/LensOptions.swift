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
  ///   - times: The zone.
  /// - Returns: The time.
  /// - Throws: `CommandError` where no time was given.
  func time(_ asOf: AsOfArgument?, _ times: Times) throws -> Instant? {
    guard hindsight else { return nil }
    guard let time = asOf?.time(times) else { throw CommandError.hindsightNeedsTime(asOf?.text) }
    return time
  }
}
