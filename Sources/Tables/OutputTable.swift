import Roster
package import VerbatimJSON

/// Writes rows as a table, a JSON document or CSV, one at a time.
///
/// It holds only the sample of rows from which a table computes its widths, however many rows there
/// are. JSON is one document: an array with a row on each line.
///
/// Example: with the columns `user` and `person`, one row prints as `[{"user":"u1","person":"Li
/// Lei"}]` in JSON and as `user,person` and `u1,Li Lei` in CSV.
package struct OutputTable<Row> {
  /// How the rows are printed.
  package struct Style: Sendable {
    /// Table, JSON or CSV.
    package let format: OutputFormat
    /// The zone of a table's times.
    package let times: Times
    /// The columns of the terminal; nil cuts nothing.
    package let width: Int?
    /// Whether CSV is for Excel and WPS: see ``ExcelCell``.
    package let isForExcel: Bool

    package init(
      format: OutputFormat,
      times: Times,
      width: Int? = nil,
      isForExcel: Bool = false
    ) {
      self.format = format
      self.times = times
      self.width = width
      self.isForExcel = isForExcel
    }

    /// A value in CSV.
    func field(_ datum: Datum) -> String {
      isForExcel ? ExcelCell.text(datum, times) : datum.plain
    }

    /// The headings of CSV: keys for programs, titles for people.
    func head(_ columns: [Column<Row>]) -> String {
      guard isForExcel else { return CSV.record(columns.compactMap(\.key)) }
      let data = columns.filter { $0.key != nil }
      return "\u{FEFF}" + CSV.record(data.map { $0.heading?.title ?? $0.key ?? "" })
    }
  }

  private static var sampleSize: Int { 1000 }
  private static var sampleBytes: Int { 8 << 20 }
  private let columns: [Column<Row>]
  /// The values of the CSV columns.
  private let data: [@Sendable (Row) -> Datum]
  private let style: Style
  private let emptyNote: String
  private let write: (String) throws -> Void
  private var sample: [[String]] = []
  private var sampled = 0
  private var table: TextTable?
  private var showsTimes = false
  private var count = 0

  /// Begins a report.
  ///
  /// - Parameters:
  ///   - columns: Its columns, in order.
  ///   - style: How it is printed.
  ///   - emptyNote: The text of a table without rows.
  ///   - write: Receives the text, piece by piece.
  package init(
    _ columns: [Column<Row>],
    style: Style,
    emptyNote: String = "Nothing to show.",
    write: @escaping (String) throws -> Void
  ) {
    self.columns = columns
    data = columns.filter { $0.key != nil }.map(\.datum)
    self.style = style
    self.emptyNote = emptyNote
    self.write = write
  }

  /// Adds a row.
  ///
  /// - Parameter row: The row.
  /// - Throws: Errors of `write`.
  package mutating func add(_ row: Row) throws {
    switch style.format {
    case .json: try write((count == 0 ? "[\n" : ",\n") + Self.object(row, columns))
    case .csv:
      if count == 0 { try write(csvHead) }
      var fields: [String] = []
      fields.reserveCapacity(data.count)
      for datum in data { fields.append(style.field(datum(row))) }
      try write(CSV.record(fields))
    case .table: try addToTable(row)
    }
    count += 1
  }

  /// Ends the report; nothing may be added afterwards.
  ///
  /// - Throws: Errors of `write`.
  package mutating func finish() throws {
    switch style.format {
    case .json: try write(count == 0 ? "[]\n" : "\n]\n")
    case .csv: if count == 0 { try write(csvHead) }
    case .table:
      if count == 0 { return try write(emptyNote + "\n") }
      if table == nil { try layOut() }
      try write("\n\(count.counted("row"))\(showsTimes ? ", times in \(style.times.zone)" : "")\n")
    }
  }

  private var csvHead: String { style.head(columns) }

  private mutating func addToTable(_ row: Row) throws {
    var cells: [String] = []
    for column in columns where column.heading != nil {
      let datum = column.datum(row)
      if case .time = datum { showsTimes = true }
      cells.append(datum.shown(style.times))
    }
    if let table { return try write(table.line(cells) + "\n") }
    sample.append(cells)
    sampled += cells.reduce(0) { $0 + $1.utf8.count }
    if sample.count == Self.sampleSize || sampled > Self.sampleBytes { try layOut() }
  }

  private mutating func layOut() throws {
    let headings = columns.compactMap(\.heading)
    let table = TextTable(headings, sizedFor: sample, width: style.width)
    try write(table.head + "\n")
    for cells in sample { try write(table.line(cells) + "\n") }
    sample = []
    self.table = table
  }

  private static func object(_ row: Row, _ columns: [Column<Row>]) -> String {
    String(decoding: json(row, columns).bytes, as: UTF8.self)
  }

  package static func json(_ row: Row, _ columns: [Column<Row>]) -> JSON {
    .object(
      columns.compactMap { column in
        column.key.map { JSON.Member(key: $0, value: column.datum(row).json) }
      }
    )
  }

  /// Writes a single row: a list of its columns, one JSON object, or CSV of one record.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - columns: Its columns, in order.
  ///   - style: How it is printed.
  ///   - write: Receives the text.
  /// - Throws: Errors of `write`.
  package static func one(
    _ row: Row,
    _ columns: [Column<Row>],
    style: Style,
    write: (String) throws -> Void
  ) throws {
    switch style.format {
    case .json: try write(json(row, columns).pretty + "\n")
    case .csv:
      let data = columns.filter { $0.key != nil }
      try write(style.head(columns))
      try write(CSV.record(data.map { style.field($0.datum(row)) }))
    case .table:
      let lines = columns.compactMap { column in
        column.heading.map { ($0.title, column.datum(row).shown(style.times)) }
      }
      let widest = lines.map { DisplayWidth.of($0.0) }.max() ?? 0
      for (title, text) in lines {
        let padding = String(repeating: " ", count: widest - DisplayWidth.of(title))
        try write("\(title)\(padding)  \(text.isEmpty ? "-" : text)\n")
      }
    }
  }
}
