import Roster
import VerbatimJSON
package import Tables

/// Writes the result of one report.
package protocol ReportRenderer {
  /// Adds a row.
  ///
  /// - Parameter row: The value of each column.
  /// - Throws: Errors of the output.
  mutating func add(_ row: [Datum]) throws

  /// Ends the result; nothing may be added afterwards.
  ///
  /// - Parameter provenance: What the rows were made from.
  /// - Throws: Errors of the output.
  mutating func finish(_ provenance: Provenance) throws
}

/// How the result of a report is written.
package enum ReportFormat: String, CaseIterable, Hashable, Sendable {
  /// Columns that line up, for people.
  case table
  /// RFC 4180 with a line of headings; times are in UTC.
  case csv
  /// One JSON document, with UTC times.
  case json
  /// One page that needs no other file, for a browser and for paper.
  case html
}

/// The program that reads a format's files, if that makes a difference.
package enum ReportAudience: String, CaseIterable, Hashable, Sendable {
  /// Excel and WPS, which change values while they open a file.
  case excel
}

extension ReportFormat {
  /// Begins a result.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - audience: The reader of a CSV file; nil for programs.
  ///   - times: The zone of times for people.
  ///   - width: The columns of the terminal to which a table is cut; nil cuts nothing.
  ///   - write: Receives the text, piece by piece.
  /// - Returns: The renderer.
  package func renderer(
    for report: ReportDefinition,
    audience: ReportAudience? = nil,
    times: Times,
    width: Int? = nil,
    write: @escaping (String) throws -> Void
  ) -> any ReportRenderer {
    switch (self, audience) {
    case (.table, _): TableRenderer(report, times: times, width: width, write: write)
    case (.csv, nil): CSVRenderer(report, write: write)
    case (.csv, .excel): ExcelRenderer(report, times: times, write: write)
    case (.json, _): JSONRenderer(report, write: write)
    case (.html, _): HTMLRenderer(report, times: times, write: write)
    }
  }
}

/// Aligned columns, with the provenance below them.
struct TableRenderer: ReportRenderer {
  private var report: OutputTable<[Datum]>
  private let times: Times
  private let write: (String) throws -> Void

  init(
    _ definition: ReportDefinition,
    times: Times,
    width: Int?,
    write: @escaping (String) throws -> Void
  ) {
    report = OutputTable(
      definition.tableColumns,
      style: OutputTable.Style(format: .table, times: times, width: width),
      write: write
    )
    self.times = times
    self.write = write
  }

  mutating func add(_ row: [Datum]) throws { try report.add(row) }

  mutating func finish(_ provenance: Provenance) throws {
    if provenance.rows == 0 {
      try write(provenance.emptyNote + "\n")
    } else {
      try report.finish()
    }
    let lines = provenance.lines(times)
    let widest = lines.map { DisplayWidth.of($0.0) }.max() ?? 0
    try write("\n")
    for (name, text) in lines {
      let padding = String(repeating: " ", count: widest - DisplayWidth.of(name))
      try write("\(name)\(padding)  \(Printable.oneLine(text))\n")
    }
  }
}

/// Plain RFC 4180, without the provenance.
struct CSVRenderer: ReportRenderer {
  private var report: OutputTable<[Datum]>

  init(_ definition: ReportDefinition, write: @escaping (String) throws -> Void) {
    report = OutputTable(
      definition.tableColumns,
      style: OutputTable.Style(format: .csv, times: .universal),
      write: write
    )
  }

  mutating func add(_ row: [Datum]) throws { try report.add(row) }

  mutating func finish(_ provenance: Provenance) throws { try report.finish() }
}

/// One document: the provenance and the rows.
struct JSONRenderer: ReportRenderer {
  private let columns: [ReportColumn]
  private let write: (String) throws -> Void
  // The number of rows is above them, and is known after them.
  private var rows = BufferedRows()

  init(_ definition: ReportDefinition, write: @escaping (String) throws -> Void) {
    columns = definition.columns
    self.write = write
  }

  mutating func add(_ row: [Datum]) throws {
    let members = zip(columns, row).map { JSON.Member(key: $0.name, value: $1.json) }
    try rows.append(JSON.object(members).compact)
  }

  mutating func finish(_ provenance: Provenance) throws {
    try write("{\"provenance\":\(provenance.json.compact),\n\"rows\":[")
    for (index, row) in rows.texts.enumerated() { try write((index == 0 ? "\n" : ",\n") + row) }
    try write((rows.isEmpty ? "" : "\n") + "]}\n")
  }
}

extension ReportDefinition {
  fileprivate var tableColumns: [Column<[Datum]>] {
    columns.enumerated().map { index, column in
      Column(column.name, title: column.title, column.kind.isNumber ? .trailing : .leading) {
        $0[index]
      }
    }
  }
}

extension ReportColumn.Kind {
  /// Whether its values are aligned at the right edge.
  var isNumber: Bool { self == .integer || self == .decimal }
}
