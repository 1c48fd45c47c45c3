import Roster
import VerbatimJSON

/// The parameters of a `v2/update`, parsed but not yet checked against the company.
struct SimulatedUpdate {
  struct Field {
    let writeCode: Verbatim
    /// The text to write; nil for `null` or an absent key.
    let value: Verbatim?
  }

  struct Section {
    let oldIndex: Int?
    let fields: [Field]
  }

  struct Group {
    let id: Verbatim
    let sections: [Section]
  }

  let user: Verbatim
  let groups: [Group]

  init(_ param: JSON?) throws(SandboxRefusal) {
    guard let user = param?["userid"]?.text, !user.isEmpty, let groups = param?["groups"]?.elements,
      !groups.isEmpty
    else { throw .badParameter }
    self.user = Verbatim(user)
    self.groups = try groups.map { group throws(SandboxRefusal) in try SimulatedUpdate.group(group)
    }
  }

  private static func group(_ group: JSON) throws(SandboxRefusal) -> Group {
    guard let id = group["group_id"]?.text, let sections = group["sections"]?.elements,
      !sections.isEmpty
    else { throw .badParameter }
    return Group(
      id: Verbatim(id),
      sections: try sections.map { section throws(SandboxRefusal) in
        try SimulatedUpdate.section(section)
      }
    )
  }

  private static func section(_ section: JSON) throws(SandboxRefusal) -> Section {
    guard let fields = section["section"]?.elements, !fields.isEmpty else { throw .badParameter }
    var oldIndex: Int?
    if let index = section["old_index"], !index.isNull {
      guard let number = index.integer ?? index.text.flatMap({ Int64($0) }),
        let fitting = Int(exactly: number)
      else { throw .badParameter }
      oldIndex = fitting
    }
    return Section(
      oldIndex: oldIndex,
      fields: try fields.map { field throws(SandboxRefusal) in try SimulatedUpdate.field(field) }
    )
  }

  private static func field(_ field: JSON) throws(SandboxRefusal) -> Field {
    guard let code = field["field_code"]?.text else { throw .badParameter }
    let value: Verbatim? =
      switch field["value"] {
      case nil, .null: nil
      case .string(let text): Verbatim(text)
      case .number(let digits): Verbatim(digits)
      default: throw .badParameter
      }
    return Field(writeCode: Verbatim(code), value: value)
  }
}
