import Roster

/// Rows of an export that concern no person: a total, or a note below the table.
enum TotalRow {
  private static let words = [
    "合计", "总计", "小计", "共计", "总数", "汇总", "total", "totals", "subtotal", "grand total", "sum",
  ]
  /// Words that mark a note only if a colon or a blank follows.
  private static let notes = ["制表人", "制表日期", "制表", "审核人", "审核", "备注", "说明", "注", "导出时间", "打印时间"]

  /// Whether a text in the person's column marks a total or a note.
  ///
  /// - Parameter text: A clean text: `合计`, `合计：12 人`, `Total (12)`, `制表人：张三`.
  /// - Returns: False for a name that begins with such a word (`合计算`).
  static func isNamed(by text: Verbatim) -> Bool {
    let narrow = CellReader.code(text).text.text.lowercased()
    return words.contains { follows($0, in: narrow, or: "(:-.0123456789 ") }
      || notes.contains { follows($0, in: narrow, or: ":") && narrow.utf8.count > $0.utf8.count }
  }

  private static func follows(_ word: String, in text: String, or endings: String) -> Bool {
    guard text.utf8.starts(with: word.utf8) else { return false }
    guard let next = text.utf8.dropFirst(word.utf8.count).first else { return true }
    return endings.utf8.contains(next)
  }
}
