import ArgumentParser
import Logging
import Reports
import Tables

/// The options that every command has.
struct CommonOptions<Format: ResultFormat>: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The ledger's file.",
      discussion: "Otherwise ROLLBOOK_LEDGER, `ledger` in the settings file, rollbook.sqlite.",
      valueName: "path"
    )
  )
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "The settings file; otherwise rollbook.yaml, if there is one here.",
      valueName: "file"
    )
  )
  var config: String?

  @Option(help: "How the result is written.")
  var format: Format = .table

  @Option(
    name: .customLong("for"),
    help: "Whom a CSV file is for: excel keeps it safe from what Excel and WPS do."
  )
  var audience: ReportAudience?

  @Option(
    help: ArgumentHelp(
      "The zone of a table's times (Asia/Shanghai); JSON and CSV are always UTC.",
      valueName: "name"
    )
  )
  var zone: String?

  @Flag(name: .shortAndLong, help: "Log what is done to standard error.")
  var verbose = false

  @Flag(name: .long, help: "Print only the result and errors.")
  var quiet = false

  /// Whether CSV is for Excel and WPS.
  var isForExcel: Bool { audience == .excel }

  /// The format of the result; files for a spreadsheet are CSV.
  var written: Format { audience == nil ? format : .csv }

  func validate() throws {
    guard audience == nil || [.table, .csv].contains(format) else {
      throw ValidationError("--for excel goes with --format csv")
    }
  }

  /// The settings in an environment.
  func settings(in environment: CommandEnvironment) throws -> Settings {
    try Settings.gather(
      Settings.Flags(ledger: ledger, config: config, zone: zone),
      environment: environment.variables,
      folder: environment.folder
    )
  }

  /// The logger that the flags select.
  func logger(in environment: CommandEnvironment) -> Logger {
    let level: Logger.Level = verbose ? .debug : quiet ? .critical : .error
    return Logger(label: "rollbook") { _ in
      NotesLogHandler(notes: environment.output.notes, logLevel: level)
    }
  }

  /// Prints a line on standard error, unless `--quiet` is given.
  func note(_ line: String, in environment: CommandEnvironment) {
    if !quiet { environment.output.note(line) }
  }
}

/// The options of every command whose result is a table, JSON or CSV.
typealias GlobalOptions = CommonOptions<OutputFormat>

extension GlobalOptions {
  /// How rows are printed, for a command that has no ledger.
  func style<Row>(
    _ times: Times,
    in environment: CommandEnvironment
  ) -> OutputTable<Row>.Style {
    OutputTable.Style(
      format: written,
      times: times,
      width: environment.output.resultWidth,
      isForExcel: isForExcel
    )
  }

  /// Writes one row by itself, for a command that has no ledger.
  func write<Row>(
    _ row: Row,
    _ columns: [Column<Row>],
    _ settings: Settings,
    in environment: CommandEnvironment
  ) throws {
    let sink = environment.output.result
    try OutputTable.one(row, columns, style: style(settings.times, in: environment)) {
      try sink.write($0)
    }
  }
}

/// A way to write a result.
protocol ResultFormat: ExpressibleByArgument, Equatable, Sendable {
  /// A table for people.
  static var table: Self { get }
  /// CSV, for programs or for a spreadsheet.
  static var csv: Self { get }
}

extension OutputFormat: ResultFormat {}

extension ReportFormat: ResultFormat {}
