/// One sheet of a workbook of Excel or WPS (`.xlsx`, ECMA-376), as the texts that a person sees.
///
/// Texts are as they are stored, dates `yyyy-MM-dd`, numbers written out with the fifteen digits
/// that a spreadsheet keeps. A number that has lost digits ends in `.0`. A formula is its own text
/// after `=`, since its stored result may be outdated.
package struct Workbook: Hashable, Sendable {
  /// A cell that is not empty.
  package struct Cell: Hashable, Sendable {
    /// Its row, from 1.
    package let row: Int
    /// Its column, from 1.
    package let column: Int
    /// The text that a person sees in it.
    package let text: String
  }

  /// The name of the sheet that was read.
  package let sheet: String
  /// The names of all sheets, in the workbook's order.
  package let sheets: [String]
  /// The cells, in the sheet's order.
  package let cells: [Cell]
  /// What a person does not see, or sees in another form, in sentences.
  package let notes: [String]

  /// Whether the bytes begin like a workbook of any kind.
  package static func isOne(_ bytes: [UInt8]) -> Bool {
    ZipArchive.begins(bytes) || isOld(bytes)
  }

  /// Reads a sheet.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: The sheet's name; nil for the first visible one.
  /// - Throws: ``WorkbookError``.
  package init(_ bytes: [UInt8], sheet name: String? = nil) throws(WorkbookError) {
    if Self.isOld(bytes) { throw Self.isEncrypted(bytes) ? .encrypted : .old }
    let archive = try ZipArchive(bytes)
    let (index, relations) = try Self.index(of: archive)
    let listed = index.sheets.filter { relations.kind(of: $0.relation) == "worksheet" }
    sheets = listed.map(\.name)
    let found =
      name.map { name in listed.first { Self.isSame($0.name, name) } }
      ?? listed.first { !$0.isHidden } ?? listed.first
    guard let found, let path = relations.targets[found.relation],
      let part = try archive.part(path)
    else {
      if let name { throw .noSheet(name, known: sheets) }
      throw .broken("it has no sheet")
    }
    let strings = SharedStrings()
    try Self.read(relations.ofKinds["sharedStrings"], of: archive, to: strings)
    let styles = Styles()
    try Self.read(relations.ofKinds["styles"], of: archive, to: styles)
    let reader = SheetReader(
      strings: strings.texts,
      kinds: styles.kinds,
      from1904: index.from1904
    )
    try XMLReader.read(part, calling: path, to: reader)
    if let fault = reader.fault { throw fault }
    sheet = found.name
    cells = reader.cells
    notes = Self.notes(reader, listed.filter { $0.isHidden && $0.name != found.name }.map(\.name))
  }

  private static func index(
    of archive: ZipArchive
  ) throws(WorkbookError) -> (WorkbookIndex, Relations) {
    let top = Relations(in: "")
    try read("_rels/.rels", of: archive, to: top)
    if archive.contains("xl/workbook.bin") { throw .binary }
    guard let path = top.ofKinds["officeDocument"], let part = try archive.part(path) else {
      throw .none
    }
    let index = WorkbookIndex()
    try XMLReader.read(part, calling: path, to: index)
    let parts = path.split(separator: "/")
    let folder = parts.dropLast().joined(separator: "/")
    let relations = Relations(in: folder)
    try read("\(folder)/_rels/\(parts.last ?? "").rels", of: archive, to: relations)
    if index.sheets.isEmpty { throw .none }
    return (index, relations)
  }

  private static func read(
    _ name: String?,
    of archive: ZipArchive,
    to listener: any XMLListener
  ) throws(WorkbookError) {
    guard let name, let part = try archive.part(name) else { return }
    try XMLReader.read(part, calling: name, to: listener)
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    left.unicodeScalars.elementsEqual(right.unicodeScalars)
  }

  private static func isOld(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
  }

  /// A workbook with a password is stored in an old file; the name of a stream shows it.
  private static func isEncrypted(_ bytes: [UInt8]) -> Bool {
    let name = "EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    return bytes.firstRange(of: name) != nil
  }

  private static func notes(_ reader: SheetReader, _ hiddenSheets: [String]) -> [String] {
    var notes: [String] = []
    if !hiddenSheets.isEmpty {
      notes.append("Hidden sheets, which are not read: \(list(hiddenSheets)).")
    }
    let used = Set(reader.cells.map(\.row))
    let rows = reader.hiddenRows.filter { used.contains($0) }
    if !rows.isEmpty {
      notes.append(
        "\(rows.count == 1 ? "A row is" : "\(rows.count) rows are") hidden, by hand or by a filter, "
          + "and read all the same: \(list(rows.map(String.init)))."
      )
    }
    let last = reader.cells.map(\.column).max() ?? 0
    let columns = reader.hiddenColumns.flatMap { $0.clamped(to: 1...max(1, last)) }
      .filter { column in reader.cells.contains { $0.column == column } }
    if !columns.isEmpty {
      notes.append("Hidden columns, which are read all the same: \(list(columns.map(letters))).")
    }
    if !reader.merged.isEmpty {
      notes.append("Merged cells, in which only the first has a value: \(list(reader.merged)).")
    }
    return notes
  }

  private static func list(_ words: [String]) -> String {
    words.prefix(10).joined(separator: ", ") + (words.count > 10 ? ", …" : "")
  }

  /// A column's letters: 1 is A, 27 is AA.
  private static func letters(_ column: Int) -> String {
    var rest = column
    var letters = ""
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}
