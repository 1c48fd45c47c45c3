import Roster
import Tables

/// CSV that Excel and WPS open correctly in a Chinese locale.
///
/// It begins with a byte-order mark; without one they read it as GB18030. A text that they would
/// change into a number, a date, an error or a formula is written as a formula with this text,
/// `="00123"`, which they display and keep; `push` reads it back as the text.
struct ExcelRenderer: ReportRenderer {
  private let columns: [ReportColumn]
  private let times: Times
  private let write: (String) throws -> Void
  private var hasBegun = false

  init(
    _ definition: ReportDefinition,
    times: Times,
    write: @escaping (String) throws -> Void
  ) {
    columns = definition.columns
    self.times = times
    self.write = write
  }

  mutating func add(_ row: [Datum]) throws {
    try begin()
    try write(CSV.record(row.map { ExcelCell.text($0, times) }))
  }

  mutating func finish(_ provenance: Provenance) throws { try begin() }

  private mutating func begin() throws {
    if hasBegun { return }
    hasBegun = true
    try write("\u{FEFF}" + CSV.record(columns.map(\.name)))
  }
}
