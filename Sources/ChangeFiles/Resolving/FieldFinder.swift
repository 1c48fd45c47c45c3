import Roster

/// Finds the field of a DingTalk roster that a file names.
struct FieldFinder {
  private let fields: [FieldDescription]
  private var byCode: [Verbatim: FieldDescription] = [:]
  /// By name, and by write code, which in `sys00` is a name as well.
  private var byName: [Verbatim: [FieldDescription]] = [:]

  init(_ catalog: [FieldDescription]) {
    fields = catalog
    for field in catalog {
      byCode[field.code] = field
      byName[field.name, default: []].append(field)
      if field.writeCode != field.code, field.writeCode != field.name {
        byName[field.writeCode, default: []].append(field)
      }
    }
  }

  /// Finds a field that can be written.
  ///
  /// - Parameters:
  ///   - text: A read code, a write code, a name, or either after a group and a dot (`学历信息.最高学历`).
  ///   - group: The code of the group in which a body has the field.
  /// - Returns: The field, or the reason why there is none.
  func find(_ text: Verbatim, group: Verbatim?) -> Result<FieldDescription, RowProblem.Reason> {
    guard !fields.isEmpty else { return .failure(.field(.noCatalog)) }
    return lookUp(text, group: group).flatMap { field in
      if let group, field.group != group {
        let problem = FieldProblem.otherGroup(
          field.phrase,
          group: field.group.text,
          said: group.text
        )
        return .failure(.field(problem))
      }
      if let barrier = FieldPolicy.barrier(to: field) {
        return .failure(.field(.notWritable(field.phrase, barrier)))
      }
      return .success(field)
    }
  }

  private func lookUp(
    _ text: Verbatim,
    group: Verbatim?
  ) -> Result<FieldDescription, RowProblem.Reason> {
    if let field = byCode[text] { return .success(field) }
    var named = byName[text] ?? []
    let inGroup = named.filter { $0.group == group }
    if !inGroup.isEmpty { named = inGroup }
    if named.isEmpty { named = qualified(text) }
    if let field = named.first, named.count == 1 { return .success(field) }
    if named.isEmpty { return .failure(.field(.unknown(text.text, near: near(text)))) }
    let candidates = named.map { "\($0.groupName).\($0.name) (\($0.code))" }
    return .failure(.field(.ambiguous(text.text, candidates: candidates)))
  }

  /// The fields with a name after a group; either may contain dots.
  private func qualified(_ text: Verbatim) -> [FieldDescription] {
    let bytes = text.text.utf8
    guard bytes.contains(UInt8(ascii: ".")) else { return [] }
    return fields.filter { field in
      [field.group, field.groupName].contains { group in
        [field.code, field.name].contains { Verbatim("\(group).\($0)") == text }
      }
    }
  }

  private func near(_ text: Verbatim) -> [String] {
    let names = Nearness.nearest(to: text.text, among: fields.map(\.name.text))
    let found = names.flatMap { byName[Verbatim($0)] ?? [] }
    let codes = Nearness.nearest(to: text.text, among: fields.map(\.code.text))
    var seen: Set<FieldCode> = []
    return (codes.compactMap { byCode[Verbatim($0)] } + found)
      .filter { seen.insert($0.code).inserted }.prefix(3).map(\.phrase)
  }
}

extension FieldDescription {
  /// The field in words: `最高学历 (sys03-highestEdu)`.
  var phrase: String { name.isEmpty ? code.text : "\(name) (\(code))" }
}
