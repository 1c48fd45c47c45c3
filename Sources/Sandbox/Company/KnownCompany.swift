import Roster

extension CompanyGroup {
  /// The groups of the described fields.
  static func groups(of fields: [FieldDescription]) -> [CompanyGroup] {
    var groups: [(first: FieldDescription, fields: [CompanyField])] = []
    for field in fields {
      let described = CompanyField(
        field.code.text,
        field.name.text,
        field.type.flatMap { CompanyField.Kind(rawValue: $0.text) } ?? .text,
        writeCode: field.writeCode,
        options: field.options ?? [],
        derived: field.isDerived
      )
      if let place = groups.firstIndex(where: { $0.first.group == field.group }) {
        groups[place].fields.append(described)
      } else {
        groups.append((field, [described]))
      }
    }
    return groups.map { first, fields in
      CompanyGroup(first.group.text, first.groupName.text, detail: first.isDetail, fields)
    }
  }
}

extension Employee {
  /// Adds a known cell; a cell of an unknown field is left out.
  mutating func take(_ cell: Cell, in catalog: CompanyCatalog) {
    guard let place = catalog.place(of: cell.address.field) else { return }
    if cell.content == .emptyList { emptyLists.insert(place) }
    guard case .item(let value, let label) = cell.content else { return }
    let group = catalog.groups[place.group]
    while group.isDetail, sheets[place.group].count <= cell.address.item {
      sheets[place.group].append(Array(repeating: nil, count: group.fields.count))
    }
    guard sheets[place.group].indices.contains(cell.address.item) else { return }
    set(place, cell.address.item, Entry(value: value, label: label))
  }
}
