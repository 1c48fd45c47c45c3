import Roster
package import VerbatimJSON

extension EmployeeRow {
  /// Parses a row as Maycur would.
  ///
  /// An absent key keeps; the field's empty value clears, and so does `null` for `email` and
  /// `phoneNo`. A `null` that Maycur does not document is refused. Members that the API's
  /// description does not name are kept in order.
  ///
  /// - Parameter json: The row.
  /// - Throws: Everything in it that cannot be read.
  package init(json: JSON) throws(RowRefused) {
    guard let members = json.members else {
      throw RowRefused([EmployeeRowProblem("The row", "is not an object")])
    }
    var reader = RowReader(members: members)
    self = reader.row()
    if !reader.problems.isEmpty { throw RowRefused(reader.problems) }
  }

  /// Parses a whole request: an array of rows, or a single row.
  ///
  /// - Parameter json: The request's body.
  /// - Returns: Its rows.
  /// - Throws: Everything in them that cannot be read, by paths such as `[3].hireDate`.
  package static func rows(of json: JSON) throws(RowRefused) -> [EmployeeRow] {
    guard let elements = json.elements else { return [try EmployeeRow(json: json)] }
    var rows: [EmployeeRow] = []
    var problems: [EmployeeRowProblem] = []
    for (index, element) in elements.enumerated() {
      do throws(RowRefused) {
        rows.append(try EmployeeRow(json: element))
      } catch {
        problems += error.problems.map { $0.within(row: index) }
      }
    }
    if !problems.isEmpty { throw RowRefused(problems) }
    return rows
  }
}

extension EmployeeRowProblem {
  /// The problem with the row's index before its path.
  func within(row index: Int) -> EmployeeRowProblem {
    EmployeeRowProblem(
      path == "The row" ? "[\(index)]" : "[\(index)].\(path)",
      phrase,
      isWarning: isWarning
    )
  }
}

/// Parses the members of a row, and collects what is wrong with them.
private struct RowReader {
  let members: [JSON.Member]
  var problems: [EmployeeRowProblem] = []

  init(members: [JSON.Member]) { self.members = members }

  mutating func row() -> EmployeeRow {
    var row = EmployeeRow(employeeID: text(JSON.object(members)["employeeId"], "employeeId"))
    for member in members {
      switch member.key.utf8.elementsEqual("employeeId".utf8) ? nil : EmployeeScalar.named(member) {
      case let scalar?: read(member.value, of: scalar, into: &row)
      case nil: readOther(member, into: &row)
      }
    }
    return row
  }

  private mutating func read(
    _ value: JSON,
    of scalar: EmployeeScalar,
    into row: inout EmployeeRow
  ) {
    let clears = value.isNull && scalar.isClearedByNull
    guard let text = clears ? "" : optionalText(value, scalar.rawValue) else { return }
    do throws(EmployeeRowProblem) {
      try row.want(.value(text), of: scalar)
    } catch {
      problems.append(error)
    }
  }

  private mutating func readOther(_ member: JSON.Member, into row: inout EmployeeRow) {
    let value = member.value
    switch Verbatim(member.key) {
    case "employeeId": break
    case "roleNames":
      row.roleNames = list(value, "roleNames") { $0.text($1, $2) }
    case "residences":
      row.residences = list(value, "residences") { $0.residence($1, $2) }
    case "idInfo":
      row.idInfo = list(value, "idInfo") { $0.document($1, $2) }
    case "customObject":
      row.customObject = object(value, "customObject")
      for inner in value.members ?? [] where inner.value.isNull {
        problems.append(
          EmployeeRowProblem("customObject.\(inner.key)", EmployeeRowProblem.unclearNull)
        )
      }
    case "enName": row.enName = name(value)
    default: row.others.append(member)
    }
  }

  private mutating func text(_ value: JSON?, _ path: String) -> Verbatim {
    guard let value else {
      problems.append(EmployeeRowProblem(path, "is missing"))
      return ""
    }
    return optionalText(value, path) ?? ""
  }

  private mutating func optionalText(_ value: JSON, _ path: String) -> Verbatim? {
    if let text = value.text { return Verbatim(text) }
    problems.append(
      EmployeeRowProblem(
        path,
        value.isNull
          ? EmployeeRowProblem.unclearNull : "is not a text; put it between quotation marks"
      )
    )
    return nil
  }

  private mutating func list<Element>(
    _ value: JSON,
    _ path: String,
    element: (inout RowReader, JSON, String) -> Element?
  ) -> Patch<[Element]> {
    guard let elements = value.elements else {
      problems.append(
        EmployeeRowProblem(path, value.isNull ? EmployeeRowProblem.unclearNull : "is not an array")
      )
      return .keep
    }
    let read = elements.enumerated().compactMap { index, value in
      element(&self, value, "\(path)[\(index)]")
    }
    return elements.isEmpty ? .clear : .value(read)
  }

  private mutating func object(_ value: JSON, _ path: String) -> Patch<[JSON.Member]> {
    guard let members = value.members else {
      problems.append(
        EmployeeRowProblem(path, value.isNull ? EmployeeRowProblem.unclearNull : "is not an object")
      )
      return .keep
    }
    return members.isEmpty ? .clear : .value(members)
  }

  private mutating func residence(_ value: JSON, _ path: String) -> Residence? {
    guard case .value(let members) = object(value, path) else {
      if value.members != nil {
        problems.append(EmployeeRowProblem(path + ".placeCode", "is missing"))
      }
      return nil
    }
    return Residence(
      placeCode: text(value["placeCode"], path + ".placeCode"),
      others: members.unnamed(by: ["placeCode"])
    )
  }

  private mutating func document(_ value: JSON, _ path: String) -> IdentityDocument? {
    guard let members = value.members else {
      problems.append(EmployeeRowProblem(path, "is not an object"))
      return nil
    }
    let number = text(value["idNumber"], path + ".idNumber")
    let typeName = text(value["idType"], path + ".idType")
    guard let type = IdentityType(rawValue: typeName.text) else {
      if value["idType"]?.text != nil {
        let phrase = EmployeeRowProblem.TextProblem.noIdentityType.phrase(of: typeName)
        problems.append(EmployeeRowProblem(path + ".idType", phrase))
      }
      return nil
    }
    return IdentityDocument(
      type: type,
      number: number,
      others: members.unnamed(by: ["idType", "idNumber"])
    )
  }

  private mutating func name(_ value: JSON) -> EnglishName? {
    guard let members = value.members, !members.isEmpty else {
      let wantsClear = value.isNull || value.text?.isEmpty == true || value.members != nil
      let phrase = wantsClear ? EmployeeRowProblem.englishNameStays : "is not an object"
      problems.append(EmployeeRowProblem("enName", phrase))
      return nil
    }
    return EnglishName(
      firstName: text(value["firstName"], "enName.firstName"),
      middleName: value["middleName"].flatMap { optionalText($0, "enName.middleName") },
      lastName: value["lastName"].flatMap { optionalText($0, "enName.lastName") },
      others: members.unnamed(by: Set(EnglishName.Part.allCases.map { Verbatim($0.rawValue) }))
    )
  }
}

extension EmployeeScalar {
  /// The field of a member, by the bytes of its key.
  fileprivate static func named(_ member: JSON.Member) -> EmployeeScalar? {
    allCases.first { Verbatim($0.rawValue) == Verbatim(member.key) }
  }
}

extension [JSON.Member] {
  /// The members with other keys than some.
  fileprivate func unnamed(by keys: Set<Verbatim>) -> [JSON.Member] {
    filter { !keys.contains(Verbatim($0.key)) }
  }
}
