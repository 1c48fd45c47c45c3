import Roster

/// Turns the values of a file into those of the system.
struct ValueReader {
  /// Whether the file is a table, which a spreadsheet program may have changed.
  let isTable: Bool

  /// The change of a field of DingTalk.
  ///
  /// - Parameters:
  ///   - edit: The change in the file.
  ///   - field: The field.
  ///   - current: The current content of the cell, if it is known.
  /// - Returns: The edit with an option's key in place of its label, or the reason why there is
  ///   none.
  func edit(
    _ edit: Edit,
    of field: FieldDescription,
    current: Verbatim?
  ) -> Result<Edit, RowProblem.Reason> {
    guard case .set(.text(let text)) = edit else { return .success(edit) }
    let phrase = field.phrase
    if let options = field.options, !options.isEmpty {
      return option(text, among: options, of: phrase).map { .set(.text($0)) }
    }
    if let problem = dateProblem(text, field) { return .failure(.value(problem)) }
    if let problem = lostZeros(text, phrase, current) {
      return .failure(.value(problem))
    }
    return .success(edit)
  }

  /// Whether a text is converted to ASCII: in a field of codes, or if it equals an option except
  /// for wide characters.
  func isNarrow(_ text: Verbatim, _ field: FieldDescription) -> Bool {
    guard let options = field.options, !options.isEmpty else { return CodeFields.holds(field) }
    let narrow = CellReader.code(text).text
    return !options.contains { $0.value == text || $0.label == text }
      && options.contains { $0.value == narrow || $0.label == narrow }
  }

  /// The key of the option that a text names.
  func option(
    _ text: Verbatim,
    among options: [FieldOption],
    of field: String
  ) -> Result<Verbatim, RowProblem.Reason> {
    let key = options.first { $0.value == text }
    let labelled = options.filter { $0.label == text }
    if !isTable {
      if key != nil { return .success(text) }
      if let only = labelled.first, labelled.count == 1 {
        return .failure(.value(.labelForKey(text.text, key: only.value.text)))
      }
    }
    let keys = Set(labelled.map(\.value) + (key.map { [$0.value] } ?? []))
    if let only = keys.first, keys.count == 1 { return .success(only) }
    if keys.isEmpty {
      let known = Self.known(text, options)
      return .failure(.value(.unknownOption(text.text, field: field, known: known)))
    }
    let meant = options.filter { keys.contains($0.value) }.map(\.phrase)
    return .failure(.value(.ambiguousOption(text.text, field: field, keys: meant)))
  }

  private static func known(_ text: Verbatim, _ options: [FieldOption]) -> [String] {
    if options.count <= 6 { return options.map(\.phrase) }
    let near = Nearness.nearest(to: text.text.trimmed, among: options.map(\.label.text))
    let found = options.filter { option in near.contains { Verbatim($0) == option.label } }
    return (found.isEmpty ? options : found).map(\.phrase)
  }

  /// What is wrong with a text as a date in the form of a field; nil for nothing.
  private func dateProblem(_ text: Verbatim, _ field: FieldDescription) -> ValueProblem? {
    switch field.type?.text {
    case "DDDateField": return dateProblem(text, field.phrase)
    case "DDDateWithLongField": break
    case nil where Self.looksLikeDate(field): break
    default: return nil
    }
    // These fields may contain a word such as 长期 as well: only a spreadsheet's form is certainly
    // wrong.
    return DateNotation(text.text).isSpreadsheets ? dateProblem(text, field.phrase) : nil
  }

  /// What is wrong with a text as a date; nil for nothing.
  func dateProblem(_ text: Verbatim, _ field: String) -> ValueProblem? {
    switch DateNotation(text.text) {
    case .civil: nil
    case .impossible: .noSuchDay(text.text)
    case .other(let cause, let meant):
      .notADate(text.text, field: field, cause, meant: meant?.description)
    }
  }

  private static func looksLikeDate(_ field: FieldDescription) -> Bool {
    let code = field.code.text
    let endings = ["日期", "时间", "生日"]
    return code.hasSuffix("Time") || code.hasSuffix("Date") || code.hasSuffix("Birthday")
      || endings.contains { field.name.text.hasSuffix($0) }
  }

  /// A problem if a number in a table is shorter than the current one, which begins with a zero.
  func lostZeros(_ text: Verbatim, _ field: String, _ current: Verbatim?) -> ValueProblem? {
    guard isTable, let current, text.text.isDigits, current.text.isDigits,
      current.text.hasPrefix("0"), !text.text.hasPrefix("0"),
      text.text.utf8.count < current.text.utf8.count
    else { return nil }
    return .lostZeros(text.text, field: field, current: current.text)
  }
}

extension FieldOption {
  /// The choice in words: `初中 (8)`.
  var phrase: String { "\(label) (\(value))" }
}
