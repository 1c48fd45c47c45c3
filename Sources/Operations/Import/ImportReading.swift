package import ChangeFiles
package import Roster

/// The contents of an export of Maycur.
///
/// An empty cell of the export is an empty value. A field without a column is not known.
package struct ImportReading: Hashable, Sendable {
  /// The users, each once, in the order of the file.
  package private(set) var users: [ImportedUser] = []
  /// The users for whom the file states all of the company's own fields.
  package private(set) var wholeCustomObjects: Set<Verbatim> = []
  /// The columns that are no field, and were ignored.
  package private(set) var ignored: [Verbatim] = []
  /// The cells that were cleaned, in the order of the file.
  package private(set) var cleaned: [CellCleaning] = []
  /// Rows that concern no person (totals, notes), in sentences; they were left out.
  package private(set) var leftOut: [String] = []
  /// What a workbook does not show (hidden rows, merged cells), in sentences.
  package private(set) var notes: [String] = []
  private var problems: [String] = []

  /// Reads an export: a table of text, or an array of employees as JSON.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - sheet: The sheet of a workbook; nil for the first visible one.
  ///   - names: The names of its headers and labels.
  /// - Throws: `ImportError`, or `ChangeFileError` if the file cannot be read.
  package init(
    _ bytes: [UInt8],
    sheet: String? = nil,
    names: ImportTable = .standard
  ) throws {
    if let table = try PlainTable.read(bytes, sheet: sheet) {
      try read(table, names)
    } else {
      try read(try ChangeFile(reading: bytes, system: .maycur))
    }
    if !problems.isEmpty { throw ImportError.badRows(problems) }
  }

  /// Every field that the file states something about, for some user.
  package var fields: [FieldCode] { Set(users.flatMap(\.scope)).sorted() }

  private mutating func read(_ table: PlainTable, _ names: ImportTable) throws(ImportError) {
    problems += table.ragged
    leftOut += table.leftOut
    notes = table.notes
    let headers = table.header.map(\.text)
    guard let userColumn = headers.firstIndex(where: { names.userHeaders.contains($0) }) else {
      throw .noUserColumn(headers)
    }
    var columns: [(column: Int, address: CellAddress)] = []
    for (column, header) in headers.enumerated() where column != userColumn {
      guard let address = MaycurFields.address(named: names.headers[header] ?? header) else {
        if !header.isEmpty { ignored.append(header) }
        continue
      }
      if let first = columns.first(where: { $0.address == address }) {
        throw .columnTwice(headers[first.column], header)
      }
      columns.append((column, address))
    }
    guard !columns.isEmpty else { throw .noKnownColumn(headers) }
    var seen: [UserKey: FilePosition] = [:]
    for row in table.rows {
      if let total = PlainTable.total(in: row, naming: userColumn) {
        leftOut.append(total)
        continue
      }
      let cell = row[userColumn].asKey
      if let fault = cell.fault {
        problems.append("At \(cell.position): \(fault)")
        continue
      }
      let key = UserKey(.maycur, cell.text)
      if let first = seen[key] {
        problems.append("At \(cell.position): \(cell.text) was there before, at \(first).")
        continue
      }
      seen[key] = cell.position
      note(cell)
      let cells = columns.compactMap { column, address in
        content(of: row[column], address.field, names).map { (address, $0) }
      }
      users.append(
        ImportedUser(
          user: cell.text,
          scope: Set(columns.map(\.address.field)),
          cells: ImportReading.cells(cells)
        )
      )
    }
  }

  /// The content of a cell; nil if it cannot be understood.
  private mutating func content(
    of cell: PlainTable.Cell,
    _ field: FieldCode,
    _ names: ImportTable
  ) -> Content? {
    if let fault = cell.fault {
      problems.append("At \(cell.position): \(fault)")
      return nil
    }
    let cell = names.labels[field] == nil && MaycurFields.holdsCode(field) ? cell.asCode : cell
    let label = cell.text
    note(cell)
    if label.isEmpty { return .item(value: .text(""), label: .missing) }
    if let values = names.labels[field] {
      guard let value = values[label] else {
        problems.append(
          "At \(cell.position): \(label) is no label of \(field) that the table has."
        )
        return nil
      }
      return .item(value: .text(value), label: .missing)
    }
    if field == "hireDate", CivilDate(label) == nil {
      problems.append("At \(cell.position): \(label) is no day in the form yyyy-MM-dd.")
      return nil
    }
    guard let part = MaycurFields.part(label, of: field) else {
      problems.append("At \(cell.position): null says neither what is there nor that nothing is.")
      return nil
    }
    return .item(value: part, label: .missing)
  }

  private mutating func note(_ cell: PlainTable.Cell) {
    if let cleaning = cell.cleaning { cleaned.append(cleaning) }
  }

  /// A row's cells; of a list, only the items that exist, or that there is none.
  private static func cells(_ row: [(address: CellAddress, content: Content)]) -> [Cell] {
    var cells: [Cell] = []
    var lists: [FieldCode: [(item: Int, content: Content)]] = [:]
    for (address, content) in row {
      if MaycurFields.lists.values.contains(address.field) {
        lists[address.field, default: []].append((address.item, content))
      } else {
        cells.append(Cell(address, content))
      }
    }
    for (field, items) in lists.sorted(by: { $0.key < $1.key }) {
      let filled = items.sorted { $0.item < $1.item }.filter { $0.content.value?.isEmpty == false }
      cells += filled.enumerated().map { Cell(CellAddress(field, $0), $1.content) }
      if filled.isEmpty { cells.append(Cell(CellAddress(field), .emptyList)) }
    }
    return cells
  }

  private mutating func read(_ file: ChangeFile) throws(ImportError) {
    problems += file.problems.map(\.message)
    for row in file.rows {
      guard let user = row.user else { continue }
      var scope: Set<FieldCode> = []
      var cells: [Cell] = []
      for cell in row.cells {
        scope.insert(cell.field)
        if case .index(let item) = cell.item {
          let content: Content =
            switch cell.edit {
            case .set(let part): .item(value: part, label: .missing)
            case .clear: .item(value: .text(""), label: .missing)
            }
          cells.append(Cell(CellAddress(cell.field, item), content))
        } else {
          cells.append(Cell(CellAddress(cell.field), .emptyList))
        }
      }
      for whole in row.wholes { scope.formUnion(ImportReading.fields(ofWhole: whole)) }
      if row.wholes.contains("customObject") { wholeCustomObjects.insert(user) }
      if !scope.isEmpty { users.append(ImportedUser(user: user, scope: scope, cells: cells)) }
    }
  }

  /// The fields that an object or a list states by its presence; a company's own fields are not
  /// known here.
  private static func fields(ofWhole whole: Verbatim) -> [FieldCode] {
    switch whole {
    case "idInfo": [whole] + MaycurFields.certificates.map(MaycurFields.certificateNumber)
    case "enName": MaycurFields.nameParts.map(MaycurFields.namePart)
    default: [whole] + [MaycurFields.lists[whole]].compactMap { $0 }
    }
  }
}
