import ArgumentParser
import Operations

/// The options that limit a batch.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("At most so many people, instead of limits.maxUsers.", valueName: "count")
  )
  var maxUsers: Int?

  @Option(
    help: ArgumentHelp(
      "At most so many percent of a field emptied, instead of limits.maxEmptied.",
      valueName: "percent"
    )
  )
  var maxEmptied: Int?

  @Option(
    help: ArgumentHelp(
      "At most so many percent of the rows rejected, instead of limits.maxRejected.",
      valueName: "percent"
    )
  )
  var maxRejected: Int?

  @Flag(help: "Write cells, too, whose current value is unknown; they cannot be put back.")
  var allowUnobserved = false

  @Flag(help: "Leave out rows that are refused, instead of doing nothing.")
  var skipBad = false

  func validate() throws {
    if let maxUsers, maxUsers < 0 { throw ValidationError("--max-users counts from 0") }
    for (name, percent) in [("emptied", maxEmptied), ("rejected", maxRejected)] {
      if let percent, !(0...100).contains(percent) {
        throw ValidationError("--max-\(name) must be from 0 to 100")
      }
    }
  }

  /// How a batch is sent.
  func rules(_ settings: Settings) -> SendingRules {
    let configured = settings.limits
    var rules = SendingRules(
      limits: PlanLimits(
        maximumUsers: maxUsers ?? configured.maximumUsers,
        maximumEmptied: maxEmptied ?? configured.maximumEmptied,
        maximumRejected: maxRejected ?? configured.maximumRejected,
        allowsUnobserved: allowUnobserved
      ),
      never: settings.never,
      skipsRefused: skipBad
    )
    rules.overrides = [
      ("maxUsers", configured.maximumUsers, rules.limits.maximumUsers),
      ("maxEmptied", configured.maximumEmptied, rules.limits.maximumEmptied),
      ("maxRejected", configured.maximumRejected, rules.limits.maximumRejected),
      ("allowUnobserved", 0, allowUnobserved ? 1 : 0),
    ].filter { $0.2 > $0.1 }.map { LimitOverride(name: $0.0, configured: $0.1, used: $0.2) }
    return rules
  }
}
