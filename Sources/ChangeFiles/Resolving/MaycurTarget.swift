import Roster
import VerbatimJSON

/// What a requested cell changes in a Maycur employee.
struct MaycurTarget {
  /// The changes, cell by cell; a list in one cell of a table gives several.
  let edits: [CellEdit]
  /// The list or object that the cells are part of; nil for none.
  let whole: Verbatim?
  /// Whether the whole list or object is stated.
  let statesWhole: Bool

  private static let genders = [
    FieldOption(value: "MAN", label: "男"), FieldOption(value: "WOMAN", label: "女"),
  ]
  /// The largest number of characters in Maycur's own texts.
  private static let longestText = 50

  private init(_ edits: [CellEdit], whole: Verbatim?, statesWhole: Bool) {
    self.edits = edits
    self.whole = whole
    self.statesWhole = statesWhole
  }

  /// Resolves a requested cell.
  ///
  /// - Parameters:
  ///   - cell: The requested cell.
  ///   - current: The current content of the cell, if it is known.
  ///   - isTable: Whether the file is a table.
  /// - Returns: The changes, or the reason why there are none.
  static func of(
    _ cell: RequestedCell,
    current: Verbatim?,
    isTable: Bool
  ) -> Result<MaycurTarget, RowProblem.Reason> {
    guard let code = code(named: cell.field) else {
      let known = MaycurFields.codes.map(\.text) + MaycurFields.names.map(\.name.text)
      let near = Nearness.nearest(to: cell.field.text, among: known)
      return .failure(.field(.unknown(cell.field.text, near: near)))
    }
    do {
      return .success(try target(code, cell, current, ValueReader(isTable: isTable)))
    } catch {
      return .failure(error)
    }
  }

  /// The code of a field, or the name of a list or object; nil for neither.
  static func code(named text: Verbatim) -> FieldCode? {
    if let named = MaycurFields.names.first(where: { $0.name == text }) { return named.code }
    if MaycurFields.codes.contains(text) || MaycurFields.wholes.contains(text)
      || MaycurFields.isCustom(text)
    {
      return text
    }
    for prefix in ["自定义字段.", "英文名."] where text.text.hasPrefix(prefix) {
      let rest = Verbatim(String(text.text.dropFirst(prefix.count)))
      if prefix == "自定义字段.", !rest.isEmpty { return MaycurFields.custom(rest) }
      if MaycurFields.nameParts.contains(rest) { return MaycurFields.namePart(rest) }
    }
    return nil
  }

  private static func target(
    _ code: FieldCode,
    _ cell: RequestedCell,
    _ current: Verbatim?,
    _ reader: ValueReader
  ) throws(RowProblem.Reason) -> MaycurTarget {
    if let list = MaycurFields.lists.first(where: { $0.value == code || $0.key == code }) {
      return try listTarget(list.key, list.value, cell)
    }
    switch cell.item {
    case .index(0), .unsaid: break
    case .index, .addition: throw .field(.noItems(code.text))
    }
    if MaycurFields.wholes.contains(code) { return try wholeTarget(code, cell) }
    let edit = try value(code, cell.edit, current, reader)
    let whole = MaycurFields.wholes.first {
      code.text.hasPrefix("\($0).") || code.text.hasPrefix("\($0)[")
    }
    return MaycurTarget([CellEdit(CellAddress(code), edit)], whole: whole, statesWhole: false)
  }

  private static func listTarget(
    _ name: Verbatim,
    _ code: FieldCode,
    _ cell: RequestedCell
  ) throws(RowProblem.Reason) -> MaycurTarget {
    switch (cell.item, cell.edit) {
    case (.index(let index), let edit):
      let edits = [CellEdit(CellAddress(code, index), edit)]
      return MaycurTarget(edits, whole: name, statesWhole: false)
    case (.addition, _): throw .field(.noAddition(name.text))
    case (.unsaid, .clear):
      return MaycurTarget([CellEdit(CellAddress(name), .clear)], whole: name, statesWhole: true)
    case (.unsaid, .set(let part)):
      let edits = try texts(part, name).enumerated().map { index, text in
        CellEdit(CellAddress(code, index), .set(.text(text)))
      }
      return MaycurTarget(edits, whole: name, statesWhole: true)
    }
  }

  /// The texts of a list in one cell: a JSON array of them, or a single text.
  private static func texts(
    _ part: Part,
    _ name: Verbatim
  ) throws(RowProblem.Reason) -> [Verbatim] {
    guard let text = part.shown else { return [] }
    guard text.text.hasPrefix("[") else { return [text] }
    let elements = (try? JSON(parsing: text.bytes))?.elements ?? []
    let texts = elements.compactMap { $0.text.map { Verbatim($0) } }.filter { !$0.isEmpty }
    guard !texts.isEmpty, texts.count == elements.count, Set(texts).count == texts.count else {
      throw .value(.badList(name.text))
    }
    return texts
  }

  private static func wholeTarget(
    _ name: Verbatim,
    _ cell: RequestedCell
  ) throws(RowProblem.Reason) -> MaycurTarget {
    if cell.edit == .clear, keepsValue(name) {
      throw .value(.notClearable(name.text))
    }
    guard cell.edit == .clear else {
      let example =
        switch name {
        case "idInfo": "idInfo[ID_CARD].idNumber"
        case "enName": "enName.firstName"
        default: "customObject.CF1395"
        }
      throw .value(.wholeInCell(name.text, part: example))
    }
    return MaycurTarget([CellEdit(CellAddress(name), .clear)], whole: name, statesWhole: true)
  }

  private static func keepsValue(_ code: FieldCode) -> Bool {
    FieldPolicy.clearBarrier(to: code, of: .maycur) != nil
  }

  private static func value(
    _ code: FieldCode,
    _ edit: Edit,
    _ current: Verbatim?,
    _ reader: ValueReader
  ) throws(RowProblem.Reason) -> Edit {
    guard case .set(.text(let text)) = edit else {
      if edit == .clear, keepsValue(code) {
        throw .value(.notClearable(code.text))
      }
      return edit
    }
    if MaycurFields.isCustom(code) {
      guard reader.isTable else { return edit }
      guard let part = CustomValue.part(of: text) else {
        throw .body(.unclearNull(clearing: SpreadsheetTrap.clearMark.text))
      }
      return .set(part)
    }
    if code == "gender" {
      switch reader.option(text, among: genders, of: code.text) {
      case .success(let key): return .set(.text(key))
      case .failure(let refusal): throw refusal
      }
    }
    if code == "hireDate", let problem = reader.dateProblem(text, code.text) {
      throw .value(problem)
    }
    let count = text.text.unicodeScalars.count
    if MaycurFields.texts.contains(code), count > longestText {
      let problem = ValueProblem.tooLong(field: code.text, count: count, limit: longestText)
      throw .value(problem)
    }
    if let problem = reader.lostZeros(text, code.text, current) {
      throw .value(problem)
    }
    return edit
  }
}
