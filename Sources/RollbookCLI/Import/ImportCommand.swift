import ArgumentParser
import Foundation
import Ledger
import Operations
import Reports
import Tables
import Roster

/// The command `rollbook import`.
struct ImportCommand: WritingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Record the values of an export, as they were when it was made.",
    discussion: """
      Maycur cannot be read: what it holds becomes known by exports. The file is a table with a \
      header (CSV, or .xlsx), or Maycur's own array of employees as JSON. An empty cell is empty; \
      a field without a column is unknown. What was written, or imported, after --captured-at \
      stays.

      Examples:
        rollbook import maycur.csv --captured-at "2026-11-29 08:00"
        rollbook import staff.xlsx --captured-at 2026-11-29 --table headers.yaml
      """
  )

  @Argument(help: "The export.", completion: .file())
  var file: String

  @Option(help: "The system that it is from.")
  var system: Roster.System = .maycur

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "When it was made (2026-01-31T08:00, in the zone unless it says its own; a day's beginning).",
      valueName: "moment"
    ),
    transform: Moment.parse
  )
  var capturedAt: Moment

  @Option(
    help: ArgumentHelp("A YAML file that says what headers and labels mean.", valueName: "path"),
    completion: .file()
  )
  var table: String?

  @OptionGroup var workbook: SheetOption

  @OptionGroup var author: AuthorOptions

  @OptionGroup var wait: WaitOption

  @OptionGroup var global: GlobalOptions

  var inputFiles: [String] { [file, table].compactMap { $0 } }

  func run(in environment: CommandEnvironment) async throws -> ExitStatus {
    let context = try CommandContext(global, environment)
    let names = try table.map { name in
      ImportTable.standard.overridden(by: try TableFile(name, in: environment).importTable())
    }
    let result = try await runImport(
      ImportRequest(
        system: system,
        file: Verbatim(URL(fileURLWithPath: file).lastPathComponent),
        bytes: try environment.bytes(ofFile: file),
        capturedAt: try capturedAt.instant(
          context.settings.times,
          now: environment.timekeeper.now(),
          in: context.ledger
        ),
        sheet: workbook.sheet,
        names: names ?? .standard,
        author: author.author(in: environment)
      ),
      ledger: context.ledger,
      timekeeper: environment.timekeeper,
      wait: wait.duration
    )
    global.note(
      "An empty cell is empty; what the file has no column for is unknown.",
      in: environment
    )
    for note in result.notes { global.note(Printable.oneLine(note), in: environment) }
    if context.format != .json {
      for line in result.cleaned + result.rowsLeftOut {
        global.note(Printable.oneLine(line), in: environment)
      }
    }
    if result.outcome.leftOut > 0 {
      let finding = Finding(
        kind: .erasedUsersLeftOut,
        operation: result.operation,
        count: result.outcome.leftOut
      )
      global.note(finding.sentence, in: environment)
    }
    try context.write(result, Column.imported)
    return .done
  }
}
