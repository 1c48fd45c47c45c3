import Roster
import VerbatimJSON

/// `roster/meta/get`: the groups and fields of the roster.
extension Simulation {
  func catalogAnswer() -> SimulatedResponse {
    success(
      .array(
        company.catalog.groups.map { group in
          [
            "group_id": .string(group.id.text),
            "group_name": .string(group.name.text),
            "detail": .bool(group.isDetail),
            "field_meta_info_list": .array(group.fields.filter(isListed).map(described)),
          ]
        }
      )
    )
  }

  private func isListed(_ field: CompanyField) -> Bool {
    if company.disabledFields.contains(field.code) { return false }
    return quirks.implicitExtras == .cataloged
      || !RosterRenderer.extras.contains { $0.extra == field.code }
  }

  private func described(_ field: CompanyField) -> JSON {
    let code = quirks.catalogCodes == .equal ? field.code : field.writeCode
    var members: [JSON.Member] = [
      .init(key: "field_code", value: .string(code.text)),
      .init(key: "field_name", value: .string(field.name.text)),
      .init(key: "field_type", value: .string(field.kind.rawValue)),
      .init(key: "derived", value: .bool(field.isDerived)),
    ]
    if field.kind == .select {
      let options = JSON.array(
        field.options.map { ["label": .string($0.label.text), "value": .string($0.value.text)] }
      )
      members.append(.init(key: "option_text", value: .string(options.compact)))
    }
    return .object(members)
  }
}
