package import Roster
package import VerbatimJSON

/// The wanted changes of one employee: a row of `employee/dingTalk/batch`.
///
/// Maycur keeps an absent field and clears an empty one, so every field has three states. Only the
/// name in Latin letters has two, since Maycur cannot clear it.
package struct EmployeeRow: Hashable, Sendable {
  /// 员工工号: whose row it is.
  package var employeeID: Verbatim
  /// 工作邮箱; cleared by `""`.
  package var email: Patch<Verbatim>
  /// 工作手机号; cleared by `""`.
  package var phoneNo: Patch<Verbatim>
  /// 员工花名; cleared by `""`.
  package var employeeNickName: Patch<Verbatim>
  /// 员工角色名称, the whole list; cleared by `[]`.
  package var roleNames: Patch<[Verbatim]>
  /// 常驻地, the whole list; cleared by `[]`.
  package var residences: Patch<[Residence]>
  /// 员工的自定义字段 by their keys, the whole object, values untouched; cleared by `{}`.
  package var customObject: Patch<[JSON.Member]>
  /// 入职日期; cleared by `""`.
  package var hireDate: Patch<CivilDate>
  /// 默认公司编码; cleared by `""`.
  package var defaultLegalEntityBizCode: Patch<Verbatim>
  /// 职级编码; cleared by `""`.
  package var classPositionBizCode: Patch<Verbatim>
  /// 证件信息, the whole list; cleared by `[]`.
  package var idInfo: Patch<[IdentityDocument]>
  /// 英文名; nil keeps it, and nothing clears it.
  package var enName: EnglishName?
  /// 性别; cleared by `""`.
  package var gender: Patch<Gender>
  /// Members that the API's description does not name, in order.
  package var others: [JSON.Member]

  package init(
    employeeID: Verbatim,
    email: Patch<Verbatim> = .keep,
    phoneNo: Patch<Verbatim> = .keep,
    employeeNickName: Patch<Verbatim> = .keep,
    roleNames: Patch<[Verbatim]> = .keep,
    residences: Patch<[Residence]> = .keep,
    customObject: Patch<[JSON.Member]> = .keep,
    hireDate: Patch<CivilDate> = .keep,
    defaultLegalEntityBizCode: Patch<Verbatim> = .keep,
    classPositionBizCode: Patch<Verbatim> = .keep,
    idInfo: Patch<[IdentityDocument]> = .keep,
    enName: EnglishName? = nil,
    gender: Patch<Gender> = .keep,
    others: [JSON.Member] = []
  ) {
    self.employeeID = employeeID
    self.email = email
    self.phoneNo = phoneNo
    self.employeeNickName = employeeNickName
    self.roleNames = roleNames
    self.residences = residences
    self.customObject = customObject
    self.hireDate = hireDate
    self.defaultLegalEntityBizCode = defaultLegalEntityBizCode
    self.classPositionBizCode = classPositionBizCode
    self.idInfo = idInfo
    self.enName = enName
    self.gender = gender
    self.others = others
  }

  /// Whether the row keeps every field, so that sending it changes nothing.
  package var isKeep: Bool {
    EmployeeScalar.allCases.allSatisfy { wish(of: $0).isKeep } && roleNames.isKeep
      && residences.isKeep && customObject.isKeep && idInfo.isKeep && enName == nil
      && others.isEmpty
  }
}
