import Roster
import VerbatimJSON

extension EmployeeRow {
  /// The largest number of characters (Unicode scalars) of an employee's number.
  package static let employeeIDLimit = 50

  /// The problems and warnings of the row, according to Maycur's description.
  ///
  /// - Returns: Problems, with which the row must not be sent, and warnings.
  package func problems() -> [EmployeeRowProblem] {
    identityProblems + scalarProblems + listProblems + nameProblems + contactProblems
      + (isKeep ? [EmployeeRowProblem("The row", "changes nothing", isWarning: true)] : [])
  }

  private var identityProblems: [EmployeeRowProblem] {
    let path = "employeeId"
    if employeeID.isEmpty {
      return [EmployeeRowProblem(path, "is empty; write the employee's number")]
    }
    var problems: [EmployeeRowProblem] = []
    if employeeID.characters > EmployeeRow.employeeIDLimit {
      problems.append(.tooLong(path, employeeID, limit: EmployeeRow.employeeIDLimit))
    }
    if employeeID.hasOuterSpace {
      problems.append(EmployeeRowProblem(path, "begins or ends with white space; remove it"))
    }
    return problems
  }

  private var scalarProblems: [EmployeeRowProblem] {
    EmployeeScalar.allCases.compactMap { scalar in
      guard let text = wish(of: scalar).value else { return nil }
      if text.isEmpty { return .emptyValue(scalar.rawValue) }
      return text.characters > scalar.limit
        ? .tooLong(scalar.rawValue, text, limit: scalar.limit) : nil
    }
  }

  private var listProblems: [EmployeeRowProblem] {
    var problems: [EmployeeRowProblem] = []
    if let roles = roleNames.value {
      if roles.isEmpty { problems.append(.emptyValue("roleNames")) }
      for (index, role) in roles.enumerated() {
        if role.isEmpty { problems.append(.empty("roleNames[\(index)]")) }
        if roles[..<index].contains(role) {
          problems.append(
            EmployeeRowProblem("roleNames[\(index)]", "repeats a role", isWarning: true)
          )
        }
      }
    }
    if customObject.value?.isEmpty == true { problems.append(.emptyValue("customObject")) }
    return problems + residenceProblems + documentProblems
  }

  private var residenceProblems: [EmployeeRowProblem] {
    guard let places = residences.value else { return [] }
    var problems = places.isEmpty ? [EmployeeRowProblem.emptyValue("residences")] : []
    for (index, place) in places.enumerated() where place.placeCode.isEmpty {
      problems.append(.empty("residences[\(index)].placeCode"))
    }
    if places.count > 1 {
      let phrase =
        "has \(places.count) places, and Maycur may take one only (its error 110005); the row "
        + "may be rejected"
      problems.append(EmployeeRowProblem("residences", phrase, isWarning: true))
    }
    return problems
  }

  private var documentProblems: [EmployeeRowProblem] {
    guard let documents = idInfo.value else { return [] }
    var problems = documents.isEmpty ? [EmployeeRowProblem.emptyValue("idInfo")] : []
    for (index, document) in documents.enumerated() {
      if document.number.isEmpty { problems.append(.empty("idInfo[\(index)].idNumber")) }
      if documents[..<index].contains(where: { $0.type == document.type }) {
        let phrase = "is a second \(document.type.rawValue); state each kind of document once"
        problems.append(EmployeeRowProblem("idInfo[\(index)].idType", phrase))
      }
    }
    return problems
  }

  private var nameProblems: [EmployeeRowProblem] {
    guard let enName else { return [] }
    return EnglishName.Part.allCases.compactMap { part in
      guard enName[part]?.isEmpty == true else { return nil }
      let path = "enName.\(part.rawValue)"
      return part == .firstName
        ? EmployeeRowProblem(path, "is empty, and Maycur demands it")
        : EmployeeRowProblem(path, EmployeeRowProblem.englishNameStays)
    }
  }

  private var contactProblems: [EmployeeRowProblem] {
    switch (email, phoneNo) {
    case (.clear, .clear):
      [
        EmployeeRowProblem(
          "The row",
          "clears both email and phoneNo, and Maycur requires one of them; keep one"
        )
      ]
    case (.clear, .keep), (.keep, .clear):
      [
        EmployeeRowProblem(
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

extension EmployeeRowProblem {
  fileprivate static func empty(_ path: String) -> EmployeeRowProblem {
    EmployeeRowProblem(path, "is empty")
  }

  fileprivate static func emptyValue(_ path: String) -> EmployeeRowProblem {
    EmployeeRowProblem(
      path,
      "is set to nothing, which would clear it; say that it is to be cleared"
    )
  }

  fileprivate static func tooLong(_ path: String, _ text: Verbatim, limit: Int)
    -> EmployeeRowProblem
  {
    EmployeeRowProblem(path, "has \(text.characters) characters, and Maycur takes at most \(limit)")
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
