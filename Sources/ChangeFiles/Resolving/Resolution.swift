import Roster

/// The work of resolving one file.
struct Resolution {
  private let file: ChangeFile
  private var users: UserFinder
  private let fields: FieldFinder
  private let current: (Verbatim, CellAddress) throws -> Verbatim?
  private let values: ValueReader
  private var cells: [ResolvedCell] = []
  private var problems: [RowProblem]
  /// The index, in the problems, of the problem of a whole column.
  private var ofColumns: [ColumnProblem: Int] = [:]
  private var foundFields: [FieldQuestion: Result<FieldDescription, RowProblem.Reason>] = [:]
  private var spellings: [UserKey: (text: Verbatim, row: Int, position: FilePosition)] = [:]
  private var keys: [Int: Verbatim] = [:]
  private var cleanings: [(row: Int, cleaning: CleanedCell)] = []

  private struct ColumnProblem: Hashable {
    let position: FilePosition
    let reason: RowProblem.Reason
  }

  private struct FieldQuestion: Hashable {
    let text: Verbatim
    let group: Verbatim?
  }

  init(
    file: ChangeFile,
    users: UserFinder,
    fields: FieldFinder,
    current: @escaping (Verbatim, CellAddress) throws -> Verbatim?
  ) {
    self.file = file
    self.users = users
    self.fields = fields
    self.current = current
    values = ValueReader(isTable: file.form.isTable)
    problems = file.problems
  }

  // MARK: One row

  /// Resolves a row, and adds its problems.
  mutating func resolve(_ row: RequestedRow) throws {
    var user: Verbatim?
    if let text = row.user {
      switch try users.find(text, row.naming, isTable: file.form.isTable) {
      case .success(let key):
        user = key
        keys[row.number] = key
        note(row.userCleaning, row, key, nil)
        refuseOtherSpelling(key, row)
      case .failure(let refusal):
        refuse([row.number], at: row.userPosition, refusal)
      }
    }
    for cell in row.cells {
      switch file.system {
      case .dingtalk: try resolveDingTalk(cell, of: row, user)
      case .maycur: try resolveMaycur(cell, of: row, user)
      }
    }
  }

  private mutating func resolveDingTalk(
    _ cell: RequestedCell,
    of row: RequestedRow,
    _ user: Verbatim?
  ) throws {
    let found = find(cell).flatMap { field in
      DingTalkTarget.of(cell.item, field, isTable: file.form.isTable).map { (field, $0) }
    }
    guard case .success((let field, let target)) = found else {
      if case .failure(let refusal) = found {
        refuseField(row.number, at: cell.fieldPosition, refusal)
      }
      return
    }
    var known: Verbatim?
    if let user, case .item(let item) = target {
      known = try current(user, CellAddress(field.code, item))
    }
    let (wanted, cleaning) = narrowed(cell) { values.isNarrow($0, field) }
    switch values.edit(wanted, of: field, current: known) {
    case .failure(let refusal):
      refuse([row.number], at: cell.position, refusal)
    case .success(let edit):
      guard let user else { return }
      note(cleaning, row, user, target.address(in: field))
      add(cell, row, user, Self.target(target, field, edit, user, row: sharedRow(row)), nil)
    }
  }

  private static func target(
    _ target: DingTalkTarget,
    _ field: FieldDescription,
    _ edit: Edit,
    _ user: Verbatim,
    row: Int?
  ) -> ResolvedCell.Target {
    switch target {
    case .item(let item): return .edit(CellEdit(CellAddress(field.code, item), edit))
    case .newItem(let number):
      let item = ResolvedCell.NewItem(user: user, group: field.group, number: number, row: row)
      return .addition(item, FieldEdit(field.code, edit))
    }
  }

  /// The row that a new item belongs to; nil in the long form, where several rows make one item.
  private func sharedRow(_ row: RequestedRow) -> Int? {
    file.form == .csvLong ? nil : row.number
  }

  private mutating func find(
    _ cell: RequestedCell
  ) -> Result<FieldDescription, RowProblem.Reason> {
    let question = FieldQuestion(text: cell.field, group: cell.group)
    if let known = foundFields[question] { return known }
    let answer = fields.find(cell.field, group: cell.group)
    foundFields[question] = answer
    return answer
  }

  private mutating func resolveMaycur(
    _ cell: RequestedCell,
    of row: RequestedRow,
    _ user: Verbatim?
  ) throws {
    var known: Verbatim?
    let code = MaycurTarget.code(named: cell.field)
    if let user, let code { known = try current(user, CellAddress(code)) }
    let (wanted, cleaning) = narrowed(cell) { _ in code.map { CodeFields.holds($0) } ?? false }
    switch MaycurTarget.of(cell.wanting(wanted), current: known, isTable: file.form.isTable) {
    case .failure(let refusal):
      if case .field = refusal {
        refuseField(row.number, at: cell.fieldPosition, refusal)
      } else {
        refuse([row.number], at: cell.position, refusal)
      }
    case .success(let target):
      guard let user else { return }
      note(cleaning, row, user, target.edits.first?.address)
      let whole = target.whole.map { name in
        ResolvedCell.Whole(
          name: name,
          isStated: target.statesWhole || row.wholes.contains(name),
          statement: file.form.isTable ? cell.position : row.position
        )
      }
      for edit in target.edits { add(cell, row, user, .edit(edit), whole) }
    }
  }

  private mutating func add(
    _ cell: RequestedCell,
    _ row: RequestedRow,
    _ user: Verbatim,
    _ target: ResolvedCell.Target,
    _ whole: ResolvedCell.Whole?
  ) {
    let resolved = ResolvedCell(
      row: row.number,
      position: cell.position,
      user: user,
      target: target,
      whole: whole
    )
    cells.append(resolved)
  }

  /// The change of a table's cell, in ASCII if the field has codes, and how it was cleaned.
  private func narrowed(
    _ cell: RequestedCell,
    where isCode: (Verbatim) -> Bool
  ) -> (Edit, CellCleaning?) {
    guard file.form.isTable, case .set(.text(let text)) = cell.edit, isCode(text) else {
      return (cell.edit, cell.cleaning)
    }
    let clean = CellReader.code(text)
    let later = CellCleaning(clean, was: text, at: cell.position)
    return (.set(.text(clean.text)), CellCleaning.joined(cell.cleaning, later))
  }

  private mutating func note(
    _ cleaning: CellCleaning?,
    _ row: RequestedRow,
    _ user: Verbatim,
    _ address: CellAddress?
  ) {
    guard let cleaning else { return }
    cleanings.append((row.number, CleanedCell(user: user, address: address, cleaning: cleaning)))
  }

  // MARK: Rows beside each other

  /// Adds problems that only the whole file shows: repeated cells, and incomplete new items.
  mutating func compareRows() {
    var comparison = RowComparison(known: problems)
    for cell in cells { comparison.take(cell) }
    problems += comparison.problems
    refuseHalfItems()
  }

  /// In the long form, a bad row may have been part of any new item of its user.
  private mutating func refuseHalfItems() {
    guard file.form == .csvLong else { return }
    let bad = Set(problems.flatMap(\.rows))
    var suspects: [Verbatim: RequestedRow] = [:]
    for row in file.rows where bad.contains(row.number) {
      guard let user = keys[row.number] ?? row.user, row.mayBePartOfNewItem else { continue }
      if suspects[user] == nil { suspects[user] = row }
    }
    var refused: Set<Int> = []
    for cell in cells where !bad.contains(cell.row) {
      guard case .addition = cell.target, let suspect = suspects[cell.user],
        refused.insert(cell.row).inserted
      else { continue }
      refuse([cell.row], at: cell.position, .value(.partOfBadItem(suspect.position)))
    }
  }

  /// Maycur considers `e1` and `E1` one employee, and a batch may have an employee once.
  private mutating func refuseOtherSpelling(_ key: Verbatim, _ row: RequestedRow) {
    guard file.system == .maycur else { return }
    let folded = UserKey(.maycur, key)
    guard let first = spellings[folded] else {
      spellings[folded] = (key, row.number, row.userPosition)
      return
    }
    guard first.text != key else { return }
    let problem = UserProblem.differsInCase(
      key.text,
      other: first.text.text,
      first: first.position
    )
    refuse([first.row, row.number], at: row.userPosition, .user(problem))
  }

  // MARK: Problems and result

  private mutating func refuse(
    _ rows: [Int],
    at position: FilePosition,
    _ reason: RowProblem.Reason
  ) {
    problems.append(RowProblem(rows: rows, at: position, reason))
  }

  /// A field named in a header is one problem for all rows that use it.
  private mutating func refuseField(
    _ row: Int,
    at position: FilePosition,
    _ reason: RowProblem.Reason
  ) {
    let column = ColumnProblem(position: position, reason: reason)
    guard let index = ofColumns[column] else {
      ofColumns[column] = problems.count
      return refuse([row], at: position, reason)
    }
    let known = problems[index]
    guard known.rows.last != row else { return }
    problems[index] = RowProblem(rows: known.rows + [row], at: position, reason)
  }

  /// The changes of the rows without problems, and every problem, in the file's order.
  func result() -> ResolvedChanges {
    let bad = Set(problems.flatMap(\.rows))
    let positions = Dictionary(uniqueKeysWithValues: file.rows.map { ($0.number, $0.position) })
    var merging = Merging(positions: positions)
    for cell in cells where !bad.contains(cell.row) { merging.take(cell) }
    return ResolvedChanges(
      changes: merging.changes,
      problems: file.form.isTable
        ? problems.sorted { $0.placeInTable < $1.placeInTable }
        : problems.sorted { ($0.rows.last ?? 0) < ($1.rows.last ?? 0) },
      rows: file.rows.count,
      badRows: bad.sorted(),
      cleaned: cleanings.filter { !bad.contains($0.row) }.map(\.cleaning)
    )
  }
}

extension RequestedRow {
  /// Whether it may belong to a new item: it names one, or could not be read.
  fileprivate var mayBePartOfNewItem: Bool {
    cells.isEmpty || cells.contains { if case .addition = $0.item { true } else { false } }
  }
}
