import Roster

/// Applies an update to a copy of one employee, according to the quirks.
struct RosterWriter {
  let company: Company
  let quirks: Quirks
  private(set) var employee: Employee

  init(_ employee: Employee, in company: Company, quirks: Quirks) {
    self.employee = employee
    self.company = company
    self.quirks = quirks
  }

  /// Writes one group; if the system would refuse it, throws and leaves the copy unchanged.
  mutating func write(_ update: SimulatedUpdate.Group) throws(SandboxRefusal) {
    guard let group = company.catalog.group(update.id) else { throw .badParameter }
    let described = company.catalog.groups[group]
    guard described.isDetail || update.sections.count == 1 else { throw .badParameter }
    let indexes = update.sections.compactMap(\.oldIndex)
    if quirks.repeatedIndex == .error, Set(indexes).count < indexes.count { throw .badParameter }
    var sheet = employee.sheets[group]
    let existing = sheet.count
    var touched: Set<Int> = []
    for section in update.sections {
      let values = try section.fields.map { field throws(SandboxRefusal) in try judged(field, group)
      }
      guard let item = try item(for: section, of: existing, described) else { continue }
      if let item {
        touched.insert(item)
        if section.oldIndex == nil, quirks.missingOldIndex == .clearsSiblings {
          clearSiblings(of: Set(values.map(\.field)), &sheet[item], described)
        }
        for value in values { sheet[item][value.field] = value.entry }
      } else {
        var added = Array(repeating: cleared, count: described.fields.count)
        for value in values { added[value.field] = value.entry }
        touched.insert(sheet.count)
        sheet.append(added)
      }
    }
    if described.isDetail { settleItems(&sheet, touched: touched) }
    employee.sheets[group] = sheet
    followMainDepartment(group)
    employee.touch()
  }

  /// The target of a section: an item, a new one (inner nil), or none (outer nil).
  private func item(
    for section: SimulatedUpdate.Section,
    of existing: Int,
    _ group: CompanyGroup
  ) throws(SandboxRefusal) -> Int?? {
    guard let index = section.oldIndex else { return group.isDetail ? .some(nil) : .some(0) }
    if 0..<existing ~= index { return .some(index) }
    switch quirks.outOfRangeIndex {
    case .error: throw .badParameter
    case .append: return group.isDetail ? .some(nil) : .some(0)
    case .ignore: return nil
    }
  }

  /// Checks one field of a section, and makes its new entry.
  private func judged(
    _ field: SimulatedUpdate.Field,
    _ group: Int
  ) throws(SandboxRefusal) -> (field: Int, entry: Entry?) {
    let fields = company.catalog.groups[group].fields
    guard let index = fields.firstIndex(where: { $0.writeCode == field.writeCode }) else {
      throw .badParameter
    }
    let described = fields[index]
    guard described.isWritable, !company.disabledFields.contains(described.code) else {
      throw .badParameter
    }
    if described.code == "sys00-mainDeptId" || described.code == "sys00-mainDept" {
      return (index, mainDepartment(described, field.value, index, group))
    }
    guard let value = field.value, !value.isEmpty else {
      if quirks.emptyValue == .rejected { throw .badParameter }
      return (index, cleared)
    }
    switch described.kind {
    case .select:
      guard let label = described.label(of: value) else { throw .badParameter }
      return (index, Entry(value: .text(value), label: .text(label)))
    case .date:
      guard CivilDate(value) != nil else { throw .badParameter }
    case .longDate:
      guard value == "长期" || CivilDate(value) != nil else { throw .badParameter }
    case .text, .photo, .none: break
    }
    return (index, Entry(described.isPhone ? phone(value.text) : value.text))
  }

  /// The entry that remains after clearing; nil for none.
  private var cleared: Entry? {
    switch quirks.clearedValue {
    case .emptyText: .empty
    case .missing: Entry(value: .missing, label: .missing)
    case .absent: nil
    }
  }

  private func clearSiblings(
    of written: Set<Int>,
    _ item: inout [Entry?],
    _ group: CompanyGroup
  ) {
    for (index, field) in group.fields.enumerated()
    where !written.contains(index) && field.isWritable {
      item[index] = cleared
    }
  }

  private func settleItems(_ sheet: inout [[Entry?]], touched: Set<Int>) {
    for index in sheet.indices.reversed() {
      let isForgotten = quirks.unmentionedItems == .removed && !touched.contains(index)
      let isBlank =
        quirks.blankItem == .vanishes && touched.contains(index)
        && sheet[index].allSatisfy { $0?.isBlank ?? true }
      if isForgotten || isBlank { sheet.remove(at: index) }
    }
  }

  private func phone(_ value: String) -> String {
    let digits = value.utf8
    guard quirks.phones == .rewritten, digits.count == 11, digits.first == 0x31,
      digits.allSatisfy({ 0x30...0x39 ~= $0 })
    else { return value }
    return "+86-" + value
  }

  /// Sets the main department to one of the person's departments; another value is silently
  /// ignored.
  private func mainDepartment(
    _ field: CompanyField,
    _ value: Verbatim?,
    _ index: Int,
    _ group: Int
  ) -> Entry? {
    let before = employee.sheets[group][0][index]
    guard quirks.mainDepartment == .applied, field.code == "sys00-mainDeptId", let value,
      let place = company.catalog.place(of: "sys00-deptIds"),
      let own = employee.text(at: place),
      own.split(separator: "|").contains(where: { Verbatim(String($0)) == value })
    else { return before }
    return Entry(value.text)
  }

  /// Sets the main department's name to that of its id.
  private mutating func followMainDepartment(_ group: Int) {
    guard let id = company.catalog.place(of: "sys00-mainDeptId"), id.group == group,
      let name = company.catalog.place(of: "sys00-mainDept"),
      let now = employee.text(at: id),
      let department = company.departments.first(where: { $0.id == Verbatim(now) })
    else { return }
    employee.set(name, 0, Entry(department.name.text))
  }
}
