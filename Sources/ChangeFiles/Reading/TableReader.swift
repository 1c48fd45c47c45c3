import Roster

/// Turns the rows of a table into requested changes, and reports every cell that cannot be
/// understood.
struct TableReader {
  private(set) var rows: [RequestedRow] = []
  private(set) var problems: [RowProblem] = []
  /// The form, according to the header.
  let form: ChangeFileForm
  private let header: TableHeader
  private let headerRecord: CSVRecord
  private var repetitions = Repetitions()

  /// What the table names its users by.
  init(_ records: [CSVRecord], system: System) throws(ChangeFileError) {
    guard let first = records.firstIndex(where: { !$0.isBlank }) else { throw .empty }
    headerRecord = records[first]
    header = try TableHeader(headerRecord, system: system)
    if case .long = header { form = .csvLong } else { form = .csvWide }
    for record in records[(first + 1)...] where !record.isBlank { read(record) }
    guard !rows.isEmpty else { throw .noRows }
  }

  private mutating func read(_ record: CSVRecord) {
    let number = rows.count + 1
    let columns = headerRecord.cells.count
    for (index, cell) in record.cells.enumerated() {
      if let fault = cell.fault { refuse(number, at: record.position(of: index), .table(fault)) }
    }
    guard record.cells.count == columns else {
      let fault = TableProblem.ragged(cells: record.cells.count, columns: columns)
      refuse(number, at: record.position, .table(fault))
      rows.append(row(number, record, user: nil, column: 0, []))
      return
    }
    switch header {
    case .long(let user, _, let field, let item, let value):
      let name = self.user(number, record, user)
      let cell = longCell(number, record, field: field, item: item, value: value)
      append(row(number, record, user: name, column: user, cell.map { [$0] } ?? []))
    case .wide(_, let fields):
      let name = user(number, record, 0)
      append(row(number, record, user: name, column: 0, wideCells(number, record, fields)))
    }
  }

  private mutating func append(_ row: RequestedRow) {
    problems += repetitions.add(row, sharesAdditions: form == .csvLong)
    rows.append(row)
  }

  private func row(
    _ number: Int,
    _ record: CSVRecord,
    user: CleanText?,
    column: Int,
    _ cells: [RequestedCell]
  ) -> RequestedRow {
    RequestedRow(
      number: number,
      user: user?.text,
      naming: naming,
      cells: cells,
      position: record.position,
      userPosition: record.position(of: column),
      userCleaning: user.flatMap {
        CellCleaning($0, was: record.cells[column].text, at: record.position(of: column))
      }
    )
  }

  /// What the table names its users by.
  private var naming: UserNaming {
    switch header {
    case .long(_, let naming, _, _, _), .wide(let naming, _): naming
    }
  }

  private mutating func user(_ number: Int, _ record: CSVRecord, _ column: Int) -> CleanText? {
    let position = record.position(of: column)
    switch CellReader.user(record.cells[column].text, naming) {
    case .success(let user): return user
    case .failure(let refusal):
      refuse(number, at: position, refusal)
      return nil
    }
  }

  private mutating func longCell(
    _ number: Int,
    _ record: CSVRecord,
    field: Int,
    item: Int?,
    value: Int
  ) -> RequestedCell? {
    let edit = edit(number, record, value)
    let name = Verbatim(CellReader.word(record.cells[field].text))
    let written = ItemNotation.split((KeptText.text(name) ?? name).text)
    if written.field.isEmpty {
      refuse(number, at: record.position(of: field), .table(.noField))
      return nil
    }
    var found = written.item
    if let item {
      let text = CellReader.code(Verbatim(CellReader.word(record.cells[item].text))).text.text
      guard let said = ItemNotation.item(text), said == .unsaid || written.item == .unsaid else {
        refuse(number, at: record.position(of: item), .table(.badItem(text)))
        return nil
      }
      if said != .unsaid { found = said }
    }
    return edit.map {
      RequestedCell(
        field: Verbatim(written.field),
        item: found,
        edit: $0.edit,
        fieldPosition: record.position(of: field),
        position: record.position(of: value),
        cleaning: $0.cleaning
      )
    }
  }

  private mutating func wideCells(
    _ number: Int,
    _ record: CSVRecord,
    _ fields: [TableHeader.Column?]
  ) -> [RequestedCell] {
    var cells: [RequestedCell] = []
    for (index, column) in fields.enumerated() {
      guard let edit = edit(number, record, index + 1) else { continue }
      guard let column else {
        refuse(number, at: record.position(of: index + 1), .table(.noHeader))
        continue
      }
      let cell = RequestedCell(
        field: column.field,
        item: column.item,
        edit: edit.edit,
        fieldPosition: headerRecord.position(of: index + 1),
        position: record.position(of: index + 1),
        cleaning: edit.cleaning
      )
      cells.append(cell)
    }
    return cells
  }

  /// The requested change of a cell; nil if it is empty, which keeps, or cannot be understood.
  private mutating func edit(
    _ number: Int,
    _ record: CSVRecord,
    _ column: Int
  ) -> (edit: Edit, cleaning: CellCleaning?)? {
    let text = record.cells[column].text
    if text.isEmpty { return nil }
    if text == SpreadsheetTrap.clearMark { return (.clear, nil) }
    // A text that is protected by a formula is used as it is, whatever it looks like.
    if let kept = KeptText.text(text) { return (.set(.text(kept)), nil) }
    let position = record.position(of: column)
    switch CellReader.cell(text) {
    case .success(let clean):
      return (.set(.text(clean.text)), CellCleaning(clean, was: text, at: position))
    case .failure(let refusal):
      refuse(number, at: position, refusal)
      return nil
    }
  }

  private mutating func refuse(_ row: Int, at position: FilePosition, _ why: RowProblem.Reason) {
    problems.append(RowProblem(row, at: position, why))
  }
}
