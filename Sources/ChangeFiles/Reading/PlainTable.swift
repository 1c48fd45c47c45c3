package import Roster

/// A table of text as written in a file, without the rules of change files.
package struct PlainTable: Hashable, Sendable {
  /// One cell.
  package struct Cell: Hashable, Sendable {
    /// The text, with quotation marks resolved, and cleaned.
    package let text: Verbatim
    /// The position.
    package let position: FilePosition
    /// Why it cannot be used, in a sentence; nil if it can.
    package let fault: String?
    /// How it was cleaned; nil if it was not.
    package let cleaning: CellCleaning?
    /// The text in the file.
    let written: Verbatim
  }

  /// The first row that is not blank, without the blanks around each header.
  package let header: [Cell]
  /// The rows below it, blank ones left out; each has as many cells as the header.
  package let rows: [[Cell]]
  /// Rows with another number of cells than the header, in sentences; they are left out.
  package let ragged: [String]
  /// Totals and notes with another number of cells than the header, in sentences; they are left
  /// out.
  package let leftOut: [String]
  /// What a workbook does not show (hidden rows, merged cells), in sentences.
  package let notes: [String]

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - sheet: The sheet of a workbook; nil for the first visible one.
  /// - Returns: The table; nil if the file is JSON.
  /// - Throws: Why it cannot be read.
  package static func read(
    _ bytes: [UInt8],
    sheet: String? = nil
  ) throws(ChangeFileError) -> PlainTable? {
    guard case .table(let table) = try FileContent(bytes, sheet: sheet) else { return nil }
    return try PlainTable(table)
  }

  private init(_ table: FileTable) throws(ChangeFileError) {
    notes = table.notes
    let records = table.records.filter { !$0.isBlank }
    guard let first = records.first else { throw .empty }
    guard records.count > 1 else { throw .noRows }
    header = first.cells.enumerated().map { Cell(header: $1, at: first.position(of: $0)) }
    var rows: [[Cell]] = []
    var ragged: [String] = []
    var leftOut: [String] = []
    for record in records.dropFirst() {
      let cells = record.cells.enumerated().map { Cell($1, at: record.position(of: $0)) }
      if record.cells.count == header.count {
        rows.append(cells)
      } else if let total = PlainTable.total(in: cells) {
        leftOut.append(total)
      } else {
        let problem = TableProblem.ragged(cells: record.cells.count, columns: header.count)
        ragged.append("At \(record.position): \(problem.sentence)")
      }
    }
    self.rows = rows
    self.ragged = ragged
    self.leftOut = leftOut
  }

  /// A sentence about a row that is a total or a note below the table; nil for any other row.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - column: The column of the person, from 0.
  /// - Returns: The sentence, with the row's position.
  package static func total(in row: [Cell], naming column: Int = 0) -> String? {
    let named = row.indices.contains(column) && !row[column].text.isEmpty ? row[column] : nil
    guard let cell = named ?? row.first(where: { !$0.text.isEmpty }),
      TotalRow.isNamed(by: cell.text)
    else { return nil }
    return "At \(cell.position): the row \(cell.text.text.quoted) is about no person, and left out."
  }
}

extension PlainTable.Cell {
  fileprivate init(header cell: CSVCell, at position: FilePosition) {
    self.init(
      text: Verbatim(CellReader.word(cell.text)),
      position: position,
      fault: cell.fault?.sentence,
      cleaning: nil,
      written: cell.text
    )
  }

  fileprivate init(_ cell: CSVCell, at position: FilePosition) {
    if let fault = cell.fault {
      self.init(cell.text, position, fault: fault.sentence)
    } else if cell.text.isEmpty {
      self.init(cell.text, position, fault: nil)
    } else if let kept = KeptText.text(cell.text) {
      self.init(
        text: kept,
        position: position,
        fault: nil,
        cleaning: nil,
        written: cell.text
      )
    } else {
      self.init(CellReader.cell(cell.text), of: cell.text, position)
    }
  }

  private init(_ text: Verbatim, _ position: FilePosition, fault: String?) {
    self.init(text: text, position: position, fault: fault, cleaning: nil, written: text)
  }

  private init(
    _ found: Result<CleanText, RowProblem.Reason>,
    of written: Verbatim,
    _ position: FilePosition
  ) {
    switch found {
    case .success(let clean):
      self.init(
        text: clean.text,
        position: position,
        fault: nil,
        cleaning: CellCleaning(clean, was: written, at: position),
        written: written
      )
    case .failure(let refusal): self.init(written, position, fault: refusal.sentence)
    }
  }

  /// The cell as a code, a number, a date or a mail address, where only ASCII can be meant.
  package var asCode: PlainTable.Cell {
    guard fault == nil else { return self }
    let clean = CellReader.code(text)
    let later = CellCleaning(clean, was: text, at: position)
    return PlainTable.Cell(
      text: clean.text,
      position: position,
      fault: nil,
      cleaning: CellCleaning.joined(cleaning, later),
      written: written
    )
  }

  /// The cell as a user key; an empty one has a fault.
  package var asKey: PlainTable.Cell {
    fault == nil ? PlainTable.Cell(CellReader.user(written, .key), of: written, position) : self
  }
}
