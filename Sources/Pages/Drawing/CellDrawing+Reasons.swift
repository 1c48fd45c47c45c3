import VerbatimJSON

/// Why something is not written, or not as it was asked.
extension CellDrawing {
  /// Why a row or a cell is refused or left alone: by its stable name, and in the program's words.
  func why(_ row: JSON) -> Markup {
    let detail = Markup.value(row["why"]?.text ?? "")
    if say.language != .en, let words = say.said(row["why"]?.text ?? "") { return .value(words) }
    guard say.language != .en,
      let known = row["reason"]?.text.flatMap({ say.optional("reason.\($0)") })
    else { return Tag.span(.text(.lang, "en"), of: [detail]) }
    return Tag.div(of: [.text(known), say.inEnglish([Tag.p(of: [detail])])])
  }

  /// Why a cell can be put back only in part, or not at all.
  func because(_ reason: JSON?) -> Markup {
    guard let text = reason?.text else { return missing }
    if say.language == .en { return .value(text) }
    return say.optional("because.\(text)").map { .text($0) }
      ?? Tag.span(.text(.lang, "en"), of: [.value(text)])
  }

  /// The columns of reports that show what the ledger holds; in these only what is in parentheses is a
  /// word of the program.
  private static let held: Set = [
    "content", "value", "label", "from", "to", "before", "after", "dingtalk_value", "maycur_value",
    "expected", "person", "user", "field_name", "reason", "ticket", "actor", "message",
  ]

  /// A word of a report in the language of the page; nil if it is none.
  func reported(_ column: String, _ row: JSON) -> Markup? {
    guard let text = row[column]?.text else { return nil }
    // What is said of a person as a whole is of no field, and in the program's words.
    let isWord = !Self.held.contains(column) || column == "content" && row["field"]?.text == nil
    guard isWord || text.hasPrefix("("), let said = say.said(text) ?? say.optional("word.\(text)"),
      !said.utf8.elementsEqual(text.utf8)
    else { return nil }
    return .text(said)
  }

  /// How a cell of a file was cleaned.
  func steps(_ names: JSON?) -> String {
    say.listed((names?.elements ?? []).compactMap(\.text).map(say.word))
  }
}

extension Wording {
  /// A place in a change file: `line 3 (row 2), column 5 (E)`.
  func place(_ text: String) -> String {
    let pattern = /line ([0-9]+)(?: \(row ([0-9]+)\))?(?:, column [0-9]+ \(([A-Z]+)\))?/
    guard language != .en, let match = try? pattern.wholeMatch(in: text) else { return text }
    let row = String(match.2 ?? match.1)
    return match.3.map { self("place.cell", row, String($0)) } ?? self("place.row", row)
  }
}
