import Roster

/// The cell or new item of a DingTalk roster that a requested cell names.
enum DingTalkTarget {
  case item(Int)
  case newItem(Int)

  /// Decides by the kind of the field's group.
  ///
  /// A body's section without an index adds an item to a detail group. In any other group it means
  /// the only section: written without an index, it would empty that section's other fields.
  static func of(
    _ item: RequestedItem,
    _ field: FieldDescription,
    isTable: Bool
  ) -> Result<DingTalkTarget, RowProblem.Reason> {
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
    return .failure(.field(problem))
  }
}

extension DingTalkTarget {
  /// The address of the cell; for a new item, which has no index yet, item 0.
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
