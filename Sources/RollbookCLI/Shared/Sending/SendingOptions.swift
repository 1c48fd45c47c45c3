import ArgumentParser
import Operations

/// The options of commands that send rows to a system.
struct SendingOptions: ParsableArguments {
  @OptionGroup var author: AuthorOptions

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false

  @Flag(help: "Send nothing: propose it, for another person to approve.")
  var propose = false

  @OptionGroup var limits: LimitOptions

  @Option(
    help: ArgumentHelp("Send so many rows first, and read them again.", valueName: "count")
  )
  var canary = 0

  @Option(
    help: ArgumentHelp("Send nothing unless the plan has this digest.", valueName: "digest")
  )
  var expect: String?

  @OptionGroup var timing: TimingOptions

  func validate() throws {
    if canary < 0 { throw ValidationError("--canary counts from 0") }
  }

  /// How rows are sent.
  func rules(_ settings: Settings) -> SendingRules {
    var rules = limits.rules(settings)
    rules.canary = canary
    rules.expected = expect
    rules.quiet = timing.readAfter.duration
    return rules
  }

  /// Refuses what could only fail later: no reason, or no terminal to confirm on.
  func check(_ environment: CommandEnvironment) throws {
    try author.checkReason()
    if !yes, environment.ask == nil { throw CommandError.nobodyToAsk }
  }
}

/// The options of waiting times.
struct TimingOptions: ParsableArguments {
  @OptionGroup var wait: WaitOption

  @Option(
    help: ArgumentHelp(
      "How long after a call what it wrote can be read.",
      valueName: "span"
    )
  )
  var readAfter = OperationSpan(.seconds(6))
}
