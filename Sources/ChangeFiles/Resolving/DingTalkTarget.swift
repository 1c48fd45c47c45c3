import Roster

/// Which cell or new item of a DingTalk roster a requested cell means.
enum DingTalkTarget {
  case item(Int)
  case newItem(Int)

  /// Decides by what kind of group the field is in.
  ///
  /// A body's section without an index adds an item to a detail group. Of another group it means
  /// the one section there is: written without an index, it would empty that section's other fields.
  static func of(
    _ item: RequestedItem,
    _ field: FieldDescription,
    isTable: Bool
  ) -> Result<DingTalkTarget, FieldFinder.Refusal> {
    let problem: FieldProblem
    switch (item, field.isDetail) {
    case (.index(let index), true): return .success(.item(index))
    case (.addition(let number), true): return .success(.newItem(number))
    case (.unsaid, true): problem = .itemMissing(field.phrase, group: field.groupPhrase)
    case (.index(0), false), (.unsaid, false): return .success(.item(0))
    case (.index, false): problem = .noItems(field.phrase)
    case (.addition(let number), false):
      if !isTable, number == 1 { return .success(.item(0)) }
      problem = isTable ? .noItems(field.phrase) : .secondSection(group: field.groupPhrase)
    }
    return .failure(FieldFinder.Refusal(problem: problem))
  }
}

extension DingTalkTarget {
  /// The cell of a field that it is; of a new item, which has no place yet, its first.
  func address(in field: FieldDescription) -> CellAddress {
    switch self {
    case .item(let item): CellAddress(field.code, item)
    case .newItem: CellAddress(field.code)
    }
  }
}

extension FieldDescription {
  /// The field's group in words: `学历信息 (sys03)`.
  var groupPhrase: String { groupName.isEmpty ? group.text : "\(groupName) (\(group))" }
}
