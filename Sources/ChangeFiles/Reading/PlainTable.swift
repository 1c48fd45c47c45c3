public import Roster

/// A table of text as it stands in a file, without the meaning that change files give to it.
public struct PlainTable: Hashable, Sendable {
  /// One cell.
  public struct Cell: Hashable, Sendable {
    /// The text, quotation marks resolved.
    public let text: Verbatim
    /// Where it stands.
    public let position: FilePosition
    /// What a spreadsheet program, or a misplaced quotation mark, did to it, in a sentence; nil
    /// where it looks sound.
    public let fault: String?
  }

  /// The first row that is not blank, without the spaces around each header.
  public let header: [Cell]
  /// The rows below it, blank ones left out; each has as many cells as the header.
  public let rows: [[Cell]]
  /// Rows that have another number of cells than the header, in sentences; they are left out.
  public let ragged: [String]

  /// Reads a table.
  ///
  /// - Parameter bytes: The whole file.
  /// - Returns: The table; nil where the file is JSON.
  /// - Throws: Why it cannot be read.
  public static func read(_ bytes: [UInt8]) throws(ChangeFileError) -> PlainTable? {
    let text = try DecodedText(bytes)
    switch text.bytes.first(where: { !(0x09...0x0D ~= $0 || $0 == 0x20) }) {
    case nil: throw .empty
    case UInt8(ascii: "{"), UInt8(ascii: "["): return nil
    default: return try PlainTable(text.bytes)
    }
  }

  private init(_ bytes: [UInt8]) throws(ChangeFileError) {
    let records = try CSVTable(bytes).records.filter { !$0.isBlank }
    guard let first = records.first else { throw .empty }
    guard records.count > 1 else { throw .noRows }
    header = PlainTable.cells(of: first).map { cell in
      Cell(text: Verbatim(cell.text.text.trimmed), position: cell.position, fault: cell.fault)
    }
    var rows: [[Cell]] = []
    var ragged: [String] = []
    for record in records.dropFirst() {
      if record.cells.count == header.count {
        rows.append(PlainTable.cells(of: record))
      } else {
        let problem = TableProblem.ragged(cells: record.cells.count, columns: header.count)
        ragged.append("At \(record.position): \(problem.sentence)")
      }
    }
    self.rows = rows
    self.ragged = ragged
  }

  private static func cells(of record: CSVRecord) -> [Cell] {
    record.cells.enumerated().map { column, cell in
      Cell(
        text: cell.text,
        position: record.position(of: column),
        fault: cell.fault?.sentence ?? SpreadsheetTrap(in: cell.text)?.sentence
      )
    }
  }
}

extension MaycurFields {
  /// The cell that a header names, by its code or by what people call it.
  ///
  /// - Parameter header: `email`, `工作邮箱`, `roleNames[1]`, `customObject.CF1395`.
  /// - Returns: The cell; a list's without an item is its first. Nil where Maycur has no such field.
  public static func address(named header: Verbatim) -> CellAddress? {
    let (text, item) = ItemNotation.split(header.text)
    let name = Verbatim(text)
    let code = names.first { $0.name == name }?.code ?? name
    guard codes.contains(code) || isCustom(code) else { return nil }
    switch item {
    case .unsaid: return CellAddress(code)
    case .index(let index): return CellAddress(code, index)
    case .addition: return nil
    }
  }

  /// What a text means as the value of a field: of a custom field, JSON where it is valid JSON.
  public static func part(_ text: Verbatim, of field: FieldCode) -> Part? {
    isCustom(field) ? CustomValue.part(of: text) : .text(text)
  }
}
