import Roster
import VerbatimJSON

extension EmployeeRow {
  /// How many characters (Unicode scalars) an employee's number may have.
  public static let employeeIDLimit = 50

  /// What is wrong with the row or worth a second look, as far as Maycur's description tells.
  ///
  /// - Returns: Problems, with which the row must not be sent, and warnings.
  public func problems() -> [RowProblem] {
    identityProblems + scalarProblems + listProblems + nameProblems + contactProblems
      + (isKeep ? [RowProblem("The row", "changes nothing", isWarning: true)] : [])
  }

  private var identityProblems: [RowProblem] {
    let path = "employeeId"
    if employeeID.isEmpty { return [RowProblem(path, "is empty; write the employee's number")] }
    var problems: [RowProblem] = []
    if employeeID.characters > EmployeeRow.employeeIDLimit {
      problems.append(.tooLong(path, employeeID, limit: EmployeeRow.employeeIDLimit))
    }
    if employeeID.hasOuterSpace {
      problems.append(RowProblem(path, "begins or ends with white space; remove it"))
    }
    return problems
  }

  private var scalarProblems: [RowProblem] {
    EmployeeScalar.allCases.compactMap { scalar in
      guard let text = wish(of: scalar).value else { return nil }
      if text.isEmpty { return .emptyValue(scalar.rawValue) }
      return text.characters > scalar.limit
        ? .tooLong(scalar.rawValue, text, limit: scalar.limit) : nil
    }
  }

  private var listProblems: [RowProblem] {
    var problems: [RowProblem] = []
    if let roles = roleNames.value {
      if roles.isEmpty { problems.append(.emptyValue("roleNames")) }
      for (index, role) in roles.enumerated() {
        if role.isEmpty { problems.append(.empty("roleNames[\(index)]")) }
        if roles[..<index].contains(role) {
          problems.append(RowProblem("roleNames[\(index)]", "repeats a role", isWarning: true))
        }
      }
    }
    if customObject.value?.isEmpty == true { problems.append(.emptyValue("customObject")) }
    return problems + residenceProblems + documentProblems
  }

  private var residenceProblems: [RowProblem] {
    guard let places = residences.value else { return [] }
    var problems = places.isEmpty ? [RowProblem.emptyValue("residences")] : []
    for (index, place) in places.enumerated() where place.placeCode.isEmpty {
      problems.append(.empty("residences[\(index)].placeCode"))
    }
    if places.count > 1 {
      let phrase =
        "has \(places.count) places, and Maycur may take one only (its error 110005); the row "
        + "may be rejected"
      problems.append(RowProblem("residences", phrase, isWarning: true))
    }
    return problems
  }

  private var documentProblems: [RowProblem] {
    guard let documents = idInfo.value else { return [] }
    var problems = documents.isEmpty ? [RowProblem.emptyValue("idInfo")] : []
    for (index, document) in documents.enumerated() {
      if document.number.isEmpty { problems.append(.empty("idInfo[\(index)].idNumber")) }
      if documents[..<index].contains(where: { $0.type == document.type }) {
        let phrase = "is a second \(document.type.rawValue); state each kind of document once"
        problems.append(RowProblem("idInfo[\(index)].idType", phrase))
      }
    }
    return problems
  }

  private var nameProblems: [RowProblem] {
    guard let enName else { return [] }
    return EnglishName.Part.allCases.compactMap { part in
      guard enName[part]?.isEmpty == true else { return nil }
      let path = "enName.\(part.rawValue)"
      return part == .firstName
        ? RowProblem(path, "is empty, and Maycur demands it")
        : RowProblem(path, RowProblem.englishNameStays)
    }
  }

  private var contactProblems: [RowProblem] {
    switch (email, phoneNo) {
    case (.clear, .clear):
      [
        RowProblem(
          "The row",
          "clears both email and phoneNo, and Maycur demands that one of them be there; keep one"
        )
      ]
    case (.clear, .keep), (.keep, .clear):
      [
        RowProblem(
          email.isClear ? "email" : "phoneNo",
          "is cleared while the other way to reach the employee is not stated; Maycur rejects the "
            + "row if there is none",
          isWarning: true
        )
      ]
    default: []
    }
  }
}

extension RowProblem {
  fileprivate static func empty(_ path: String) -> RowProblem { RowProblem(path, "is empty") }

  fileprivate static func emptyValue(_ path: String) -> RowProblem {
    RowProblem(path, "is set to nothing, which would clear it; say that it is to be cleared")
  }

  fileprivate static func tooLong(_ path: String, _ text: Verbatim, limit: Int) -> RowProblem {
    RowProblem(path, "has \(text.characters) characters, and Maycur takes at most \(limit)")
  }
}

extension Verbatim {
  /// How many Unicode scalars the text has.
  fileprivate var characters: Int { text.unicodeScalars.count }

  /// Whether the text begins or ends with white space.
  fileprivate var hasOuterSpace: Bool {
    let scalars = text.unicodeScalars
    return scalars.first?.properties.isWhitespace == true
      || scalars.last?.properties.isWhitespace == true
  }
}
