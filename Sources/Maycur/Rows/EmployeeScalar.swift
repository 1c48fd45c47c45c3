package import Roster

/// The fields of an employee that hold one text, by their keys.
package enum EmployeeScalar: String, CaseIterable, Hashable, Sendable {
  /// 工作邮箱.
  case email
  /// 工作手机号.
  case phoneNo
  /// 员工花名.
  case employeeNickName
  /// 入职日期.
  case hireDate
  /// 默认公司编码.
  case defaultLegalEntityBizCode
  /// 职级编码.
  case classPositionBizCode
  /// 性别.
  case gender

  /// How many characters (Unicode scalars) it may have.
  package var limit: Int { self == .gender ? 10 : 50 }

  /// Whether Maycur says that `null` empties it, as `""` does.
  package var isClearedByNull: Bool { self == .email || self == .phoneNo }
}

extension EmployeeRow {
  /// The change of a field with one text, as the text to send.
  ///
  /// - Parameter scalar: The field.
  /// - Returns: The patch.
  package func wish(of scalar: EmployeeScalar) -> Patch<Verbatim> {
    switch scalar {
    case .email: email
    case .phoneNo: phoneNo
    case .employeeNickName: employeeNickName
    case .hireDate: hireDate.map { Verbatim($0.description) }
    case .defaultLegalEntityBizCode: defaultLegalEntityBizCode
    case .classPositionBizCode: classPositionBizCode
    case .gender: gender.map { Verbatim($0.rawValue) }
    }
  }

  /// Changes a field with one text; an empty text clears it.
  ///
  /// - Parameters:
  ///   - text: The text to send.
  ///   - scalar: The field.
  /// - Throws: Why the field cannot have the text.
  package mutating func want(
    _ text: Patch<Verbatim>,
    of scalar: EmployeeScalar
  ) throws(EmployeeRowProblem) {
    let wish = text.value?.isEmpty == true ? .clear : text
    switch scalar {
    case .email: email = wish
    case .phoneNo: phoneNo = wish
    case .employeeNickName: employeeNickName = wish
    case .defaultLegalEntityBizCode: defaultLegalEntityBizCode = wish
    case .classPositionBizCode: classPositionBizCode = wish
    case .hireDate: hireDate = try wish.read(of: scalar, as: CivilDate.init, problem: .noDay)
    case .gender:
      gender = try wish.read(of: scalar, as: { Gender(rawValue: $0.text) }, problem: .noGender)
    }
  }
}

extension Patch where Value == Verbatim {
  fileprivate func read<Typed>(
    of scalar: EmployeeScalar,
    as type: (Verbatim) -> Typed?,
    problem: EmployeeRowProblem.TextProblem
  ) throws(EmployeeRowProblem) -> Patch<Typed> {
    switch self {
    case .keep: return .keep
    case .clear: return .clear
    case .value(let text):
      guard let typed = type(text) else {
        throw EmployeeRowProblem(scalar.rawValue, problem.phrase(of: text))
      }
      return .value(typed)
    }
  }
}
