public import Roster
public import VerbatimJSON

/// What is wanted of one employee: a row of `employee/dingTalk/batch`.
///
/// Maycur keeps what is absent and clears what is empty, so every field has three states; only the
/// name in Latin letters has two, since Maycur has no way to clear it.
public struct EmployeeRow: Hashable, Sendable {
  /// 员工工号: whose row it is.
  public var employeeID: Verbatim
  /// 工作邮箱; cleared by `""`.
  public var email: Patch<Verbatim>
  /// 工作手机号; cleared by `""`.
  public var phoneNo: Patch<Verbatim>
  /// 员工花名; cleared by `""`.
  public var employeeNickName: Patch<Verbatim>
  /// 员工角色名称, the whole list; cleared by `[]`.
  public var roleNames: Patch<[Verbatim]>
  /// 常驻地, the whole list; cleared by `[]`.
  public var residences: Patch<[Residence]>
  /// 员工的自定义字段 by their keys, the whole object, values untouched; cleared by `{}`.
  public var customObject: Patch<[JSON.Member]>
  /// 入职日期; cleared by `""`.
  public var hireDate: Patch<CivilDate>
  /// 默认公司编码; cleared by `""`.
  public var defaultLegalEntityBizCode: Patch<Verbatim>
  /// 职级编码; cleared by `""`.
  public var classPositionBizCode: Patch<Verbatim>
  /// 证件信息, the whole list; cleared by `[]`.
  public var idInfo: Patch<[IdentityDocument]>
  /// 英文名; nil keeps it, and nothing clears it.
  public var enName: EnglishName?
  /// 性别; cleared by `""`.
  public var gender: Patch<Gender>
  /// Members that the API's description does not name, in order.
  public var others: [JSON.Member]

  /// Makes a row that keeps everything it does not mention.
  ///
  /// - Parameters:
  ///   - employeeID: Whose row it is.
  ///   - email: 工作邮箱.
  ///   - phoneNo: 工作手机号.
  ///   - employeeNickName: 员工花名.
  ///   - roleNames: 员工角色名称, the whole list.
  ///   - residences: 常驻地, the whole list.
  ///   - customObject: 员工的自定义字段, the whole object.
  ///   - hireDate: 入职日期.
  ///   - defaultLegalEntityBizCode: 默认公司编码.
  ///   - classPositionBizCode: 职级编码.
  ///   - idInfo: 证件信息, the whole list.
  ///   - enName: 英文名.
  ///   - gender: 性别.
  ///   - others: Members that the API's description does not name.
  public init(
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

  /// Whether the row keeps everything, so that sending it changes nothing.
  public var isKeep: Bool {
    EmployeeScalar.allCases.allSatisfy { wish(of: $0).isKeep } && roleNames.isKeep
      && residences.isKeep && customObject.isKeep && idInfo.isKeep && enName == nil
      && others.isEmpty
  }
}
