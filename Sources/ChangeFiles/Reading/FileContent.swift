import Roster
import Workbook

/// The contents of a file, before they are interpreted.
enum FileContent {
  /// A table: a text of rows and cells, or a sheet of a workbook.
  case table(FileTable)
  /// JSON, in UTF-8.
  case json([UInt8], ChangeFileEncoding)

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - sheet: The sheet of a workbook; nil for the first visible one.
  /// - Throws: Why the file cannot be used at all.
  init(_ bytes: [UInt8], sheet: String? = nil) throws(ChangeFileError) {
    if Workbook.isOne(bytes) {
      self = .table(try FileTable(workbook: bytes, sheet: sheet))
      return
    }
    guard sheet == nil else { throw .sheetOfText }
    let text = try DecodedText(bytes)
    switch text.bytes.first(where: { !(0x09...0x0D ~= $0 || $0 == 0x20) }) {
    case nil: throw .empty
    case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json(text.bytes, text.encoding)
    default: self = .table(try FileTable(text))
    }
  }
}

/// A table as written in a file.
struct FileTable {
  /// The largest number of cells in a table of people, including empty ones.
  private static let mostCells = 8_000_000

  /// Its rows, blank ones among them.
  let records: [CSVRecord]
  /// The separator of its cells; nil in a workbook.
  let separator: UInt8?
  /// Its encoding.
  let encoding: ChangeFileEncoding
  /// The sheet of a workbook; nil for any other file.
  let sheet: String?
  /// What a workbook does not show, in sentences.
  let notes: [String]

  fileprivate init(_ text: DecodedText) throws(ChangeFileError) {
    let table = try CSVTable(text.bytes)
    records = table.records
    separator = table.separator
    encoding = text.encoding
    sheet = nil
    notes = []
  }

  fileprivate init(workbook bytes: [UInt8], sheet name: String?) throws(ChangeFileError) {
    let workbook: Workbook
    do { workbook = try Workbook(bytes, sheet: name) } catch { throw .workbook(error) }
    let width = workbook.cells.map(\.column).max() ?? 0
    var rows: [Int: [Workbook.Cell]] = [:]
    for cell in workbook.cells { rows[cell.row, default: []].append(cell) }
    guard rows.count * width <= Self.mostCells else {
      throw .workbook(.tooLarge("the sheet is \(width) columns wide"))
    }
    records = rows.sorted { $0.key < $1.key }.map { row, cells in
      var texts = [Verbatim](repeating: "", count: width)
      for cell in cells { texts[cell.column - 1] = Verbatim(cell.text) }
      return CSVRecord(
        row: row,
        line: row,
        cells: texts.map { CSVCell(text: $0, line: row, fault: nil) }
      )
    }
    separator = nil
    encoding = .workbook
    sheet = workbook.sheet
    notes = workbook.notes
  }
}
