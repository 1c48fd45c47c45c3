extension Wording {
  /// What an error means: in the reader's language, and in the words of the program.
  ///
  /// - Parameters:
  ///   - name: The stable name of the error.
  ///   - detail: What the program says of it, in English.
  /// - Returns: Paragraphs; the one in English is opened on demand in another language.
  func explanation(_ name: String, _ detail: String) -> [Markup] {
    // Where the sentence itself has a text, it says which value is meant.
    if language != .en, let said = said(detail) { return [Tag.p(of: [.value(said)])] }
    let advice = optional("problem.\(name)").map { Tag.p(of: [.text($0)]) }
    if language != .en, let advice, !Self.isInParticulars(name) { return [advice] }
    return [advice ?? .none, inEnglish([Tag.p(of: [.value(detail)])])]
  }

  /// Whether the program's own sentence says which value, row or cell is meant.
  private static func isInParticulars(_ name: String) -> Bool {
    name.hasPrefix("changeFile")
      || [
        "usage", "badParameter", "planStale", "planRefused", "reportParameterWrong",
        "importBadRows",
        "userListBadRows", "queryWrong", "settingInvalid", "settingsMalformed", "mappingMalformed",
        "maycurInvalidBatch", "maycurRowProblem",
      ].contains(name)
  }

  /// A text of the program, which is in English: opened on demand in another language.
  func inEnglish(_ contents: [Markup]) -> Markup {
    if language == .en { return .many(contents) }
    return Tag.details(of: [
      Tag.summary(of: [.text(self("problem.english"))]), Tag.div(.text(.lang, "en"), of: contents),
    ])
  }
}
