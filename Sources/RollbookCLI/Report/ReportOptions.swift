import ArgumentParser
import Reports
import Tables
import VerbatimJSON

/// The options of `report`: those of every command, with more output formats.
struct ReportOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The ledger's file.", valueName: "path"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "The settings file; otherwise rollbook.yaml, if there is one here.",
      valueName: "file"
    )
  )
  var config: String?

  @Option(help: "How the result is written.")
  var format: ReportFormat = .table

  @Option(
    name: .customLong("for"),
    help: "Whom a CSV file is for: excel keeps it safe from what Excel and WPS do."
  )
  var audience: ReportAudience?

  @Option(
    help: ArgumentHelp(
      "A file for the result (mode 0600), instead of standard output.",
      valueName: "file"
    ),
    completion: .file()
  )
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The zone of days, and of times for people (Asia/Shanghai).",
      valueName: "name"
    )
  )
  var zone: String?

  @Flag(name: .shortAndLong, help: "Log what is done to standard error.")
  var verbose = false

  @Flag(name: .long, help: "Print only the result and errors.")
  var quiet = false

  /// The format of the result; files for a spreadsheet are CSV.
  var written: ReportFormat { audience == nil ? format : .csv }

  func validate() throws {
    guard audience == nil || format == .table || format == .csv else {
      throw ValidationError("--for excel goes with --format csv")
    }
  }

  /// The options that every command has.
  func global() throws -> GlobalOptions {
    let named = [("--ledger", ledger), ("--config", config), ("--zone", zone)]
    var words = named.flatMap { name, value in value.map { ["\(name)=\($0)"] } ?? [] }
    if verbose { words.append("--verbose") }
    if quiet { words.append("--quiet") }
    if format == .json { words.append("--format=json") }
    if written == .csv { words.append("--format=csv") }
    return try GlobalOptions.parse(words)
  }
}

extension ReportParameter {
  /// The parameter in the list of reports: `from=today-30`, or `user=…` if it has no default.
  var words: String {
    switch standard {
    case .required: "\(name)=…"
    case .none: "[\(name)]"
    case .text(let text): "\(name)=\(text)"
    }
  }

  /// As programs read it.
  var json: JSON {
    let given: JSON =
      switch standard {
      case .required, .none: .null
      case .text(let text): .string(text)
      }
    return [
      "name": .string(name), "type": .string(kind.rawValue), "default": given,
      "required": .bool(standard == .required), "note": .string(note),
    ]
  }
}
