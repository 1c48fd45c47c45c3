package import Roster

/// The names of the fields for people, and their look-up.
extension MaycurField {
  /// The name of a cell for people: its code, with its item if the field is a list.
  ///
  /// - Parameter address: The cell.
  /// - Returns: `residences[0].placeCode` and the like; an unknown code is returned unchanged.
  package static func shown(_ address: CellAddress) -> String {
    if let field = MaycurField(code: address.field), field.isList || address.item == 0 {
      return field.shown(item: address.item)
    }
    return address.item == 0
      ? address.field.text : "\(address.field.text)[\(address.item)]"
  }

  /// The cell with a name or a code; nil if Maycur has no such field.
  ///
  /// - Parameter shown: `residences[0].placeCode`, `roleNames[0]`, `email`; a list's code without
  ///   an item means its first one.
  /// - Returns: The cell.
  package static func address(shown: Verbatim) -> CellAddress? {
    if MaycurField(code: shown) != nil { return CellAddress(shown) }
    let digits = shown.text.split(separator: "[").dropFirst().first?.prefix { $0 != "]" }
    guard let digits, let item = Int(digits), item >= 0 else { return nil }
    return [MaycurField.roleName, .placeCode].first { Verbatim($0.shown(item: item)) == shown }
      .map { CellAddress($0.code, item) }
  }

  /// The fields that every company has, as a catalog would describe them.
  ///
  /// A company's own fields are not among them; Maycur has no call that lists them.
  package static let descriptions: [FieldDescription] = MaycurField.named.compactMap { field in
    if case .whole = field { return nil }
    let (name, group, groupName) = words(of: field)
    return FieldDescription(
      code: field.code,
      name: Verbatim(name),
      group: Verbatim(group),
      groupName: Verbatim(groupName),
      isDetail: field.isList,
      type: Verbatim(type(of: field)),
      isDerived: false,
      options: options(of: field)
    )
  }

  private static func words(of field: MaycurField) -> (String, String, String) {
    switch field {
    case .scalar(let scalar): (name(of: scalar), "employee", "员工")
    case .roleName: ("员工角色名称", "roleNames", "员工角色")
    case .placeCode: ("地址代码", "residences", "常驻地")
    case .idNumber(let type): ("\(type.label)号码", "idInfo", "证件信息")
    case .englishName(.firstName): ("First Name", "enName", "英文名")
    case .englishName(.middleName): ("Middle Name", "enName", "英文名")
    case .englishName(.lastName): ("Last Name", "enName", "英文名")
    case .custom(let key): (key.text, "customObject", "自定义字段")
    case .whole(let whole): (whole.rawValue, whole.rawValue, whole.rawValue)
    }
  }

  private static func name(of scalar: EmployeeScalar) -> String {
    switch scalar {
    case .email: "工作邮箱"
    case .phoneNo: "工作手机号"
    case .employeeNickName: "员工花名"
    case .hireDate: "入职日期"
    case .defaultLegalEntityBizCode: "默认公司编码"
    case .classPositionBizCode: "职级编码"
    case .gender: "性别"
    }
  }

  private static func type(of field: MaycurField) -> String {
    if case .scalar(let scalar) = field { "String(\(scalar.limit))" } else { "String" }
  }

  private static func options(of field: MaycurField) -> [FieldOption]? {
    guard field == .scalar(.gender) else { return nil }
    return Gender.allCases.map {
      FieldOption(value: Verbatim($0.rawValue), label: Verbatim($0.label))
    }
  }
}
