/// Decides which fields can be written, which can be cleared, and why not.
///
/// It is the only place that decides it. Change files, plans, rollbacks, replays and the makers of
/// requests ask it, so that none accepts what another refuses. The source for DingTalk is its
/// documentation of `topapi/smartwork/hrm/employee/v2/update`, of the types of fields, and of error
/// codes.
package enum FieldPolicy {
  /// Why a field of DingTalk cannot be written.
  ///
  /// - Parameter field: The field, as the catalog describes it.
  /// - Returns: The reason; nil if none is known.
  package static func barrier(to field: FieldDescription) -> WriteBarrier? {
    if let known = byCode[field.code] { return known }
    if field.group == "sys00", let known = byName[field.name] { return known }
    if field.group == "sys" || field.code == "sys-authRealName" { return .system }
    if field.isDerived { return .derived }
    if field.type == "DDPhotoField" || field.group == "sys08" { return .attachment }
    return field.type == "NONE" ? .system : nil
  }

  /// Why a cell cannot be cleared.
  ///
  /// - Parameters:
  ///   - code: The field's code, or the name of a list or object of Maycur.
  ///   - system: The system of the field.
  ///   - refusesEmpty: Whether this tenant of DingTalk was found to refuse an empty value.
  /// - Returns: The reason; nil if none is known.
  package static func clearBarrier(
    to code: FieldCode,
    of system: System,
    refusesEmpty: Bool = false
  ) -> ClearBarrier? {
    switch system {
    case .maycur: code == "enName" || code.text.hasPrefix("enName.") ? .noWay : nil
    case .dingtalk: refusesEmpty ? .refusedByTenant : nil
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
}

/// Why DingTalk does not accept a field at all, or not in the call that writes rosters.
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

/// Why a cell cannot be cleared through the API.
package enum ClearBarrier: Hashable, Sendable {
  /// The system has no way to: Maycur keeps a name in Latin letters until another one is written.
  case noWay
  /// The tenant refuses an empty value, as `probe` found.
  case refusedByTenant
}
