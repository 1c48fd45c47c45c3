import Roster

/// Reads a table: RFC 4180, any line break ends a row, the header decides the separator.
///
/// A misplaced quotation mark is a fault of its cell only. One that is never closed ends the
/// reading, since it includes everything after it.
struct CSVTable: Equatable {
  /// The separator of the cells: a comma, a tab or a semicolon.
  let separator: UInt8
  /// The rows, blank ones too.
  let records: [CSVRecord]

  /// Reads the whole of a text.
  init(_ bytes: [UInt8]) throws(ChangeFileError) {
    var reader = CSVReader(bytes)
    (separator, records) = try reader.all()
  }
}

/// One cell of a table as written in the file.
struct CSVCell: Hashable {
  /// The text, quotation marks resolved.
  let text: Verbatim
  /// The line on which it begins, from 1.
  let line: Int
  /// What is wrong with its quotation marks; nil for nothing.
  let fault: TableProblem?
}

/// One row of a table as written in the file.
struct CSVRecord: Hashable {
  /// The row's number in a spreadsheet, from 1.
  let row: Int
  /// The line on which the row begins, from 1.
  let line: Int
  /// The cells, at least one.
  let cells: [CSVCell]

  /// Whether it is empty.
  var isBlank: Bool { cells.allSatisfy { $0.text.isEmpty && $0.fault == nil } }

  /// The position of the row.
  var position: FilePosition { .row(line: line, row: row) }

  /// The position of a cell; columns count from 0 here.
  func position(of column: Int) -> FilePosition {
    let line = column < cells.count ? cells[column].line : line
    return .cell(line: line, row: row, column: column + 1)
  }
}

private struct CSVReader {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var separator = UInt8(ascii: ",")

  private static let quote = UInt8(ascii: "\"")

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func all() throws(ChangeFileError) -> (UInt8, [CSVRecord]) {
    var records: [CSVRecord] = []
    chooseSeparator()
    while index < bytes.count { records.append(try record(row: records.count + 1)) }
    if let first = records.first, first.isSeparatorLine { records[0] = first.emptied }
    return (separator, records)
  }

  /// Takes the separator from Excel's first line `sep=;`; without one, the most frequent one in the
  /// first line that is not blank.
  private mutating func chooseSeparator() {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    var isBlank = true
    for byte in bytes {
      if byte == Self.quote { isQuoted.toggle() }
      if !isQuoted, byte == 0x0A || byte == 0x0D {
        if isBlank { continue }
        break
      }
      isBlank = false
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    if bytes.count > 4, bytes.prefix(4).elementsEqual("sep=".utf8) {
      separator = bytes[4]
      return
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
    separator = candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? separator
  }

  private mutating func record(row: Int) throws(ChangeFileError) -> CSVRecord {
    let start = line
    var cells: [CSVCell] = []
    repeat { cells.append(try cell(row: row, column: cells.count + 1)) } while takeSeparator()
    takeLineBreak()
    return CSVRecord(row: row, line: start, cells: cells)
  }

  private mutating func cell(row: Int, column: Int) throws(ChangeFileError) -> CSVCell {
    let start = line
    if index < bytes.count, bytes[index] == Self.quote {
      let text = try quoted(at: .cell(line: start, row: row, column: column))
      let rest = unquoted()
      let fault: TableProblem? = rest.isEmpty ? nil : .textAfterQuote
      return CSVCell(text: Self.text(text + rest), line: start, fault: fault)
    }
    let text = unquoted()
    let fault: TableProblem? = text.contains(Self.quote) ? .strayQuote : nil
    return CSVCell(text: Self.text(text), line: start, fault: fault)
  }

  private mutating func quoted(at position: FilePosition) throws(ChangeFileError) -> [UInt8] {
    var text: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == Self.quote {
        guard index < bytes.count, bytes[index] == Self.quote else { return text }
        index += 1
      }
      let endsLine = byte == 0x0A || byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)
      if endsLine { line += 1 }
      text.append(byte)
    }
    throw .unclosedQuote(position)
  }

  private mutating func unquoted() -> [UInt8] {
    let start = index
    while index < bytes.count, bytes[index] != separator, bytes[index] != 0x0A,
      bytes[index] != 0x0D
    {
      index += 1
    }
    return Array(bytes[start..<index])
  }

  private mutating func takeSeparator() -> Bool {
    guard index < bytes.count, bytes[index] == separator else { return false }
    index += 1
    return true
  }

  private mutating func takeLineBreak() {
    guard index < bytes.count else { return }
    let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
    index += isPair ? 2 : 1
    line += 1
  }

  private static func text(_ bytes: [UInt8]) -> Verbatim {
    Verbatim(String(decoding: bytes, as: UTF8.self))
  }
}

extension CSVRecord {
  /// Whether this is Excel's line that names the separator.
  fileprivate var isSeparatorLine: Bool {
    row == 1 && cells.count <= 2 && cells[0].text.text.utf8.starts(with: "sep=".utf8)
  }

  /// The row without its text.
  fileprivate var emptied: CSVRecord {
    CSVRecord(row: row, line: line, cells: [CSVCell(text: "", line: line, fault: nil)])
  }
}
