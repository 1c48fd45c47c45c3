import LedgerVerification
import LedgerHistory
import ArgumentParser
import Foundation
import Ledger
import Operations
import Reports
import Tables
import Roster
import TransparencyLog
import VerbatimJSON

/// The command `rollbook report`.
struct ReportCommand: RollbookCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Answer a question about the ledger, with all that an auditor needs to rely on it.",
    discussion: """
      Without a name, it lists the reports. A report is a file of SQL over the ledger's views; \
      yours stand in the folder reports beside rollbook.yaml, or are named with --file. It can \
      change nothing, and is stopped when its time is up.

      Examples:
        rollbook report
        rollbook report volatile-fields --param top=3
        rollbook report headcount --format html --output headcount.html
      """
  )

  @Argument(help: "The report; all are listed unless one is named.")
  var name: String?

  @Option(
    help: ArgumentHelp("A file with a report of your own.", valueName: "path"),
    completion: .file()
  )
  var file: String?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("A parameter of the report. May be repeated.", valueName: "name=value")
  )
  var parameters: [String] = []

  @OptionGroup var asOf: AsOfOptions

  @Option(
    help: ArgumentHelp("How long it may take (30s, 5m).", valueName: "span")
  )
  var timeLimit = OperationSpan(.seconds(60))

  @Option(
    help: ArgumentHelp(
      "A YAML file whose rows replace those of the field mapping.",
      valueName: "path"
    ),
    completion: .file()
  )
  var mapping: String?

  @OptionGroup var options: ReportOptions

  func validate() throws {
    if name != nil, file != nil { throw ValidationError("Name a report, or give --file") }
    if name == nil, file == nil, !parameters.isEmpty {
      throw ValidationError("--param goes with a report")
    }
    if name == nil, file == nil, options.global.format == .html {
      throw ValidationError("--format html goes with a report")
    }
    _ = try values()
  }

  private func values() throws -> [String: String] {
    var values: [String: String] = [:]
    for text in parameters {
      guard let mark = text.firstIndex(of: "="), mark > text.startIndex else {
        throw ValidationError("--param must be NAME=VALUE, not `\(text)`")
      }
      let name = String(text[..<mark])
      guard values.updateValue(String(text[text.index(after: mark)...]), forKey: name) == nil else {
        throw ValidationError("--param \(name) is given twice")
      }
    }
    return values
  }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let format = OutputFormat(rawValue: options.global.written.rawValue) ?? .table
    let context = try CommandContext(options.global, environment, format: format)
    let shelf = ReportCatalog(context)
    if let file {
      try write(try shelf.report(file: file), context)
    } else if let name {
      try write(try shelf.report(name), context)
    } else {
      let reports = try shelf.all()
      try context.write(Column.report, emptyNote: "There are no reports.") { add in
        for report in reports { try add(report) }
      }
    }
    return .done
  }

  private func write(_ report: ReportDefinition, _ context: CommandContext) throws {
    let environment = context.environment
    let run = try run(report, context)
    let file = try options.output.map { try ResultFile($0, in: environment) }
    let sink: any Sink = file?.sink ?? environment.output.result
    var renderer = options.global.written.renderer(
      for: report,
      audience: options.global.audience,
      times: context.settings.times,
      width: file == nil ? environment.output.resultWidth : nil
    ) { try sink.write($0) }
    let provenance = try QueryWatch.run(
      limit: timeLimit.duration,
      in: environment,
      format: context.format,
      draft: file?.draft
    ) {
      try run.run(on: context.ledger, timekeeper: environment.timekeeper) { try renderer.add($0) }
    }
    try renderer.finish(provenance)
    try file?.finish()
    if options.global.written == .csv {
      for (name, text) in provenance.lines(context.settings.times) {
        options.global.note("# \(name): \(Printable.oneLine(text))", in: environment)
      }
    } else if let output = options.output {
      options.global.note("\(provenance.rows.counted("row")) in \(output).", in: environment)
    }
  }

  private func run(_ report: ReportDefinition, _ context: CommandContext) throws -> ReportRun {
    let people = PersonLookup(ledger: context.ledger, system: .dingtalk)
    let fields = try FieldLookup(context.ledger, .dingtalk)
    var run = ReportRun(
      report,
      values: try values(),
      moment: asOf.asOf?.end(context.settings.times, now: context.environment.timekeeper.now())
        ?? .now,
      times: context.settings.times,
      names: ReportRun.Names(
        user: { try people.person($0).key.id },
        field: { try fields.code($0) }
      ),
      tables: try context.mappings(mapping).tables,
      timeLimit: timeLimit.duration,
      program: Version.text
    )
    let ledger = context.ledger
    // In the form of a checkpoint, so that the two can be compared.
    run.sight = context.environment.sight
    run.root = { Data(try ledger.root(at: UInt64($0.rawValue)).bytes).base64EncodedString() }
    return run
  }
}

extension Column where Row == ReportDefinition {
  /// One report of the list.
  static var report: [Column] {
    [
      Column("name", title: "name") { .text($0.name) },
      Column("title", title: "title") { .text($0.title) },
      .data("question") { .text($0.question) },
      Column("parameters", title: "parameters", isFlexible: true) { report in
        .parts(
          .array(report.parameters.map(\.json)),
          inWords: report.parameters.map(\.words).joined(separator: " ")
        )
      },
      .data("columns") { report in
        .parts(
          .strings(report.columns.map(\.name)),
          inWords: report.columns.map(\.name).joined(separator: " ")
        )
      },
    ]
  }
}
