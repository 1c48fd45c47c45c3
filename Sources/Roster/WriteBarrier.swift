/// Why DingTalk does not accept a field at all, or not in the call that writes rosters.
///
/// This is the only list of such fields (K0940 and K0013; apis.md, section 1.3).
package enum WriteBarrier: Hashable, Sendable {
  /// The department is moved by other calls.
  case department
  /// The manager is set by other calls.
  case manager
  /// The roster shows the main department's name, but the write takes its id.
  case mainDepartmentName
  /// The system computes it.
  case derived
  /// It is a picture or another attachment.
  case attachment
  /// It belongs to the system.
  case system

  /// The reason why a field of DingTalk cannot be written; nil if none is known.
  ///
  /// - Parameter field: The field, as the catalog describes it.
  package init?(_ field: FieldDescription) {
    if let known = WriteBarrier.byCode[field.code] {
      self = known
    } else if field.group == "sys00", let known = WriteBarrier.byName[field.name] {
      self = known
    } else if field.group == "sys" || field.code == "sys-authRealName" {
      self = .system
    } else if field.isDerived {
      self = .derived
    } else if field.type == "DDPhotoField" || field.group == "sys08" {
      self = .attachment
    } else if field.type == "NONE" {
      self = .system
    } else {
      return nil
    }
  }

  private static let byCode: [FieldCode: WriteBarrier] = [
    "sys00-dept": .department, "sys00-deptIds": .department,
    "sys00-reportManager": .manager, "sys00-reportManagerId": .manager,
    "sys00-mainDept": .mainDepartmentName,
  ]

  /// The same fields in a catalog that has their Chinese names for codes.
  private static let byName: [Verbatim: WriteBarrier] = [
    "部门": .department, "部门id列表": .department, "直属主管": .manager, "直属主管id": .manager,
    "主部门": .mainDepartmentName,
  ]

  /// The reason, and what to do instead.
  package var sentence: String {
    switch self {
    case .department:
      "DingTalk refuses departments in this call. Move the person in the contacts, or by a transfer."
    case .manager: "DingTalk refuses managers in this call. Set the manager in the contacts."
    case .mainDepartmentName:
      "it is the name of the main department. Write the department's id to sys00-mainDeptId."
    case .derived: "the system computes it from other fields. Change those."
    case .attachment: "it is an attachment, which this call does not take. Upload it in DingTalk."
    case .system: "it is DingTalk's own statement about the person. Leave it out."
    }
  }
}
