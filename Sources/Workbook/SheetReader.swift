/// Reads a sheet: every cell with a content, as the text that a person sees in it.
final class SheetReader: XMLListener {
  /// The largest number of cells.
  static let mostCells = 4_000_000

  private(set) var cells: [Workbook.Cell] = []
  private(set) var hiddenRows: [Int] = []
  private(set) var hiddenColumns: [ClosedRange<Int>] = []
  private(set) var merged: [String] = []
  /// The first thing that a valid sheet cannot have; nil if there is none.
  private(set) var fault: WorkbookError?

  private let strings: [String]
  private let kinds: [DateFormats.Kind]
  private let from1904: Bool
  private var row = 0
  private var column = 0
  private var type = ""
  private var style = 0
  private var value = ""
  private var formula: String?
  private var inline = SheetText()
  private var isIn: String?

  init(strings: [String], kinds: [DateFormats.Kind], from1904: Bool) {
    self.strings = strings
    self.kinds = kinds
    self.from1904 = from1904
  }

  func begin(_ element: String, _ attributes: [String: String]) {
    switch element {
    case "row":
      row = attributes["r"].flatMap { Int($0) } ?? row + 1
      column = 0
      if attributes["hidden"] == "1" || attributes["hidden"] == "true" { hiddenRows.append(row) }
    case "col" where attributes["hidden"] == "1" || attributes["hidden"] == "true":
      guard let first = attributes["min"].flatMap({ Int($0) }),
        let last = attributes["max"].flatMap({ Int($0) }), first <= last
      else { return }
      hiddenColumns.append(first...last)
    case "mergeCell": if let range = attributes["ref"] { merged.append(range) }
    case "c":
      let place = attributes["r"].flatMap(Self.place)
      column = place?.column ?? column + 1
      if let place { row = place.row }
      type = attributes["t"] ?? "n"
      style = attributes["s"].flatMap { Int($0) } ?? 0
      (value, formula, inline) = ("", nil, SheetText())
    case "v": isIn = "v"
    case "f":
      isIn = "f"
      formula = ""
    default: inline.begin(element)
    }
  }

  func text(_ text: String) {
    switch isIn {
    case "v": value += text
    case "f": formula?.append(text)
    default: inline.add(text)
    }
  }

  func end(_ element: String) {
    if element == isIn { isIn = nil }
    inline.end(element)
    guard element == "c" else { return }
    guard 1...1_048_576 ~= row, 1...16_384 ~= column else {
      fault = .broken("a cell is outside any sheet")
      return
    }
    guard let text = shown, !text.isEmpty else { return }
    if cells.count == Self.mostCells { fault = .tooLarge("the sheet has too many cells") }
    if fault == nil { cells.append(Workbook.Cell(row: row, column: column, text: text)) }
  }

  /// The text of the cell that was read; of a formula, the formula itself and not its result.
  private var shown: String? {
    if let formula {
      return "=" + (formula.isEmpty ? "(a formula shared with other cells)" : formula)
    }
    switch type {
    case "s":
      guard let index = Int(value), strings.indices.contains(index) else {
        fault = .broken("a cell names a text that is not there")
        return nil
      }
      return strings[index]
    case "inlineStr": return inline.value
    case "b": return value == "1" || value == "true" ? "TRUE" : value.isEmpty ? nil : "FALSE"
    case "d": return Self.day(value)
    case "str", "e": return value
    default: return number
    }
  }

  private var number: String? {
    if value.isEmpty { return nil }
    guard let number = StoredNumber(value) else { return value }
    switch kinds.indices.contains(style) ? kinds[style] : .number {
    case .date: return SheetDate.text(number, from1904: from1904) ?? number.text
    case .padded(let digits):
      let text = number.text
      let isWhole = text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
      guard isWhole, text.utf8.count < digits else { return text }
      return String(repeating: "0", count: digits - text.utf8.count) + text
    case .number: return number.text
    }
  }

  /// A date in the form of ISO 8601, without its time if that is midnight.
  private static func day(_ text: String) -> String {
    let parts = text.split(separator: "T", maxSplits: 1)
    guard parts.count == 2 else { return text }
    let isMidnight = parts[1].utf8.allSatisfy { "0:.Z".utf8.contains($0) }
    return isMidnight ? String(parts[0]) : "\(parts[0]) \(parts[1])"
  }

  /// Row and column of `AB12`, each from 1.
  private static func place(_ reference: String) -> (row: Int, column: Int)? {
    var (row, column) = (0, 0)
    for byte in reference.utf8.prefix(12) {
      switch byte {
      case 0x41...0x5A where row == 0: column = column * 26 + Int(byte) - 0x40
      case 0x30...0x39: row = row * 10 + Int(byte) - 0x30
      default: return nil
      }
    }
    return row > 0 && column > 0 ? (row, column) : nil
  }
}
