import ArgumentParser
import Reports

/// The option `--since` of commands that print changes.
struct SinceOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Only what was recorded after this, or since the beginning of a day; as --as-of.",
      valueName: "moment"
    ),
    transform: Moment.parse
  )
  var since: Moment?
}
