import Roster
package import VerbatimJSON

extension EmployeeRow {
  /// The row in Maycur's form.
  ///
  /// Keys are in the order of Maycur's own table; members that it does not name follow. A kept
  /// field has no key; a cleared one has the value that clears it; nothing is ever `null`.
  package var json: JSON {
    var members = [JSON.Member(key: "employeeId", value: .string(employeeID.text))]
    func add(_ key: String, _ value: JSON?) {
      if let value { members.append(JSON.Member(key: key, value: value)) }
    }
    func add(_ scalar: EmployeeScalar) {
      add(scalar.rawValue, wish(of: scalar).json(empty: "") { .string($0.text) })
    }
    add(.email)
    add(.phoneNo)
    add(.employeeNickName)
    add("roleNames", roleNames.json(empty: []) { .strings($0.map(\.text)) })
    add("residences", residences.json(empty: []) { .array($0.map(\.json)) })
    add("customObject", customObject.json(empty: [:]) { .object($0) })
    add(.hireDate)
    add(.defaultLegalEntityBizCode)
    add(.classPositionBizCode)
    add("idInfo", idInfo.json(empty: []) { .array($0.map(\.json)) })
    add("enName", enName?.json)
    add(.gender)
    return .object(members + others)
  }

  /// The body of a call that saves rows: a bare array.
  ///
  /// - Parameter rows: The rows.
  /// - Returns: The array.
  package static func json(of rows: [EmployeeRow]) -> JSON { .array(rows.map(\.json)) }
}

extension Patch {
  /// The JSON of a patch; nil for keep.
  fileprivate func json(empty: JSON, _ write: (Value) -> JSON) -> JSON? {
    switch self {
    case .keep: nil
    case .clear: empty
    case .value(let value): write(value)
    }
  }
}

extension Residence {
  /// The place in Maycur's form.
  var json: JSON {
    .object([JSON.Member(key: "placeCode", value: .string(placeCode.text))] + others)
  }
}

extension IdentityDocument {
  /// The document as Maycur reads it.
  var json: JSON {
    .object(
      [
        JSON.Member(key: "idType", value: .string(type.rawValue)),
        JSON.Member(key: "idNumber", value: .string(number.text)),
      ] + others
    )
  }
}

extension EnglishName {
  /// The name as Maycur reads it.
  var json: JSON {
    let parts = Part.allCases.compactMap { part in
      self[part].map { JSON.Member(key: part.rawValue, value: .string($0.text)) }
    }
    return .object(parts + others)
  }
}
