/// Writes a workbook as Excel would, and as it would not, for tests.
package struct TinyWorkbook {
  /// A cell of a sheet.
  package enum Cell {
    /// A text in the cell itself.
    case text(String)
    /// A text that the workbook keeps beside its sheets.
    case shared(String)
    /// A number in the style of this place in `formats`, as it is stored.
    case number(String, style: Int = 0)
    /// Any other XML of the sheet.
    case xml(String)
    /// Nothing.
    case empty
  }

  /// A sheet.
  package struct Sheet {
    package var name: String
    package var rows: [[Cell]]
    package var isHidden: Bool
    package var hiddenRows: Set<Int>
    package var columns: String
    package var after: String

    package init(
      _ name: String = "Sheet1",
      rows: [[Cell]],
      isHidden: Bool = false,
      hiddenRows: Set<Int> = [],
      columns: String = "",
      after: String = ""
    ) {
      self.name = name
      self.rows = rows
      self.isHidden = isHidden
      self.hiddenRows = hiddenRows
      self.columns = columns
      self.after = after
    }
  }

  package var sheets: [Sheet]
  /// The formats of the cells' styles: a number of a format that is built in, or a code.
  package var formats: [String]
  package var from1904 = false
  /// The text before the root of each part.
  package var prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"

  package init(_ sheets: [Sheet], formats: [String] = ["0"]) {
    self.sheets = sheets
    self.formats = formats
  }

  /// The file.
  package var bytes: [UInt8] {
    TinyArchive.bytes(parts.map { (name: $0.name, content: Array((prolog + $0.xml).utf8)) })
  }

  /// The parts, by their names.
  package var parts: [(name: String, xml: String)] {
    var shared: [String] = []
    let sheets = sheets.enumerated().map { index, sheet in
      (name: "xl/worksheets/sheet\(index + 1).xml", xml: Self.xml(sheet, &shared))
    }
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    let relations = sheets.indices.map { index in
      "<Relationship Id=\"rId\(index + 1)\" Type=\"\(base)worksheet\" "
        + "Target=\"worksheets/sheet\(index + 1).xml\"/>"
    }
    return [
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r\" Type=\"\(base)officeDocument\" "
          + "Target=\"/xl/workbook.xml\"/></Relationships>"
      ),
      ("xl/workbook.xml", workbook),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships>\(relations.joined())"
          + "<Relationship Id=\"s\" Type=\"\(base)sharedStrings\" Target=\"sharedStrings.xml\"/>"
          + "<Relationship Id=\"t\" Type=\"\(base)styles\" Target=\"../xl/styles.xml\"/>"
          + "</Relationships>"
      ),
      ("xl/styles.xml", styles),
    ] + sheets + [
      (
        "xl/sharedStrings.xml",
        "<sst>" + shared.map { "<si>\($0)</si>" }.joined() + "</sst>"
      )
    ]
  }

  private var workbook: String {
    let listed = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(Self.escaped(sheet.name))\" sheetId=\"\(index + 1)\" "
        + "r:id=\"rId\(index + 1)\""
        + (sheet.isHidden ? " state=\"hidden\"/>" : "/>")
    }
    return "<workbook xmlns:r=\"r\"><workbookPr\(from1904 ? " date1904=\"1\"" : "")/>"
      + "<sheets>\(listed.joined())</sheets></workbook>"
  }

  private var styles: String {
    let custom = formats.enumerated().filter { Self.builtIn($0.element) == nil }.map {
      index,
      code in
      "<numFmt numFmtId=\"\(200 + index)\" formatCode=\"\(Self.escaped(code))\"/>"
    }
    let cells = formats.enumerated().map { index, format in
      "<xf numFmtId=\"\(Self.builtIn(format).map(String.init) ?? "\(200 + index)")\"/>"
    }
    return "<styleSheet><numFmts>\(custom.joined())</numFmts>"
      + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
      + "<cellXfs>\(cells.joined())</cellXfs></styleSheet>"
  }

  private static func xml(_ sheet: Sheet, _ shared: inout [String]) -> String {
    var rows = ""
    for (index, cells) in sheet.rows.enumerated() {
      let hidden = sheet.hiddenRows.contains(index + 1) ? " hidden=\"1\"" : ""
      rows += "<row r=\"\(index + 1)\"\(hidden)>"
      for (column, cell) in cells.enumerated() {
        let place = "r=\"\(letter(column))\(index + 1)\""
        switch cell {
        case .text(let text):
          rows += "<c \(place) t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
        case .shared(let xml):
          rows += "<c \(place) t=\"s\"><v>\(shared.count)</v></c>"
          shared.append(xml)
        case .number(let number, let style):
          rows += "<c \(place) s=\"\(style)\"><v>\(number)</v></c>"
        case .xml(let xml): rows += xml.replacing("{place}", with: place)
        case .empty: break
        }
      }
      rows += "</row>"
    }
    return "<worksheet>\(sheet.columns)<sheetData>\(rows)</sheetData>\(sheet.after)</worksheet>"
  }

  /// The number of a built-in format; nil if the text is a code.
  private static func builtIn(_ format: String) -> Int? {
    Int(format).flatMap { String($0) == format ? $0 : nil }
  }

  private static func letter(_ column: Int) -> String { String(UnicodeScalar(UInt8(65 + column))) }

  /// A text as Excel writes it, what XML cannot hold among it.
  package static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "<": "&lt;"
      case "&": "&amp;"
      case "\"": "&quot;"
      case "\n", "\t": String(scalar)
      case _ where scalar.value < 0x20:
        "_x00\(scalar.value < 0x10 ? "0" : "")\(String(scalar.value, radix: 16, uppercase: true))_"
      default: String(scalar)
      }
    }.joined()
  }
}

/// Writes an archive whose parts are not packed.
package enum TinyArchive {
  /// The archive of some parts; `flags` of each entry, such as 1 for an encrypted one.
  package static func bytes(
    _ parts: [(name: String, content: [UInt8])],
    flags: Int = 0
  ) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in parts {
      let start = file.count
      let facts =
        little(2, flags) + little(2, 0) + little(4, 0) + little(4, Int(checksum(content)))
        + little(4, content.count) + little(4, content.count) + little(2, name.utf8.count)
        + little(2, 0)
      file += little(4, 0x0403_4B50) + little(2, 20) + facts + Array(name.utf8) + content
      directory += little(4, 0x0201_4B50) + little(2, 20) + little(2, 20) + facts
      directory += little(2, 0) + little(2, 0) + little(2, 0) + little(4, 0) + little(4, start)
      directory += Array(name.utf8)
    }
    let start = file.count
    file += directory + little(4, 0x0605_4B50) + little(2, 0) + little(2, 0)
    file += little(2, parts.count) + little(2, parts.count) + little(4, directory.count)
    return file + little(4, start) + little(2, 0)
  }

  package static func little(_ count: Int, _ number: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  package static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~sum
  }
}
