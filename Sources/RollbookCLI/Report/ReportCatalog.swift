import Foundation
import Reports
import Tables

/// Finds reports: those of the program, and those of the company.
///
/// The company's are the `.sql` files of the folder `reports` beside the settings file, or in the
/// working folder if there is no settings file.
struct ReportCatalog {
  private let folder: String
  private let environment: CommandEnvironment

  init(_ context: CommandContext) {
    environment = context.environment
    let file = context.settings.file.map { context.environment.path($0) }
    let home =
      file.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
      ?? context.environment.folder
    folder = home + "/reports"
  }

  /// Every report, in the order of their names.
  func all() throws -> [ReportDefinition] {
    let own = try ownNames.map { try self.own($0) }
    return (try ReportLibrary.all() + own).sorted { $0.name < $1.name }
  }

  /// The report of a name.
  func report(_ name: String) throws -> ReportDefinition {
    if ownNames.contains(name) { return try own(name) }
    guard ReportLibrary.names.contains(name) else {
      throw ReportError.unknown(name, known: (ReportLibrary.names + ownNames).sorted())
    }
    return try ReportLibrary.report(name)
  }

  /// The report in a file.
  func report(file: String) throws -> ReportDefinition {
    try read(environment.path(file), called: file)
  }

  private var ownNames: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".sql") && !$0.hasPrefix(".") }
      .map { String($0.dropLast(4)) }.sorted()
  }

  private func own(_ name: String) throws -> ReportDefinition {
    let report = try read("\(folder)/\(name).sql", called: "reports/\(name).sql")
    guard !ReportLibrary.names.contains(name) else {
      throw ReportError.headerWrong(
        report: "reports/\(name).sql",
        line: 1,
        problem: "a report of that name comes with the program; give the file another"
      )
    }
    return report
  }

  private func read(_ path: String, called name: String) throws -> ReportDefinition {
    let text = try NamedFile.text(NamedFile.bytes(path, called: name), called: name)
    let file = URL(fileURLWithPath: path).lastPathComponent
    return try ReportDefinition(
      name: file.hasSuffix(".sql") ? String(file.dropLast(4)) : file,
      sql: text
    )
  }
}
