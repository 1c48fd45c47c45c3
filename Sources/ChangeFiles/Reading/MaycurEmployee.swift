import Roster
import VerbatimJSON

/// The changes in one object of Maycur's `dingTalk/batch`: absent keeps, empty clears.
struct MaycurEmployee {
  /// The row; its user is nil if none could be read.
  let row: RequestedRow
  /// The problems of the object.
  let problems: [RowProblem]

  /// Reads an employee.
  init(_ json: JSON, path: String, number: Int, line: Int?) {
    var reading = EmployeeReading(body: BodyReader(number: number, line: line))
    let user = reading.employee(json, path)
    row = RequestedRow(
      number: number,
      user: user,
      naming: .key,
      cells: reading.cells,
      wholes: reading.wholes,
      position: .path(path, line: line),
      userPosition: .path(BodyReader.join(path, "employeeId"), line: line)
    )
    problems = reading.body.problems
  }
}

private struct EmployeeReading {
  var body: BodyReader
  var cells: [RequestedCell] = []
  var wholes: Set<Verbatim> = []

  init(body: BodyReader) { self.body = body }

  mutating func employee(_ json: JSON, _ path: String) -> Verbatim? {
    let known = ["employeeId"] + (MaycurFields.texts + MaycurFields.wholes).map(\.text)
    guard let members = body.members(json, path, known: known) else { return nil }
    for member in members {
      let at = BodyReader.join(path, member.key)
      switch member.key {
      case "roleNames": list(member.value, "roleNames", at) { $0.role($1, $2) }
      case "residences": list(member.value, "residences", at) { $0.residence($1, $2) }
      case "idInfo": certificates(member.value, at)
      case "customObject": customFields(member.value, at)
      case "enName": englishName(member.value, at)
      case let key where MaycurFields.texts.contains(Verbatim(key)):
        text(member.value, Verbatim(key), at)
      default: break
      }
    }
    return body.text(json, "employeeId", path)
  }

  private mutating func want(
    _ field: FieldCode,
    _ item: RequestedItem,
    _ edit: Edit,
    _ path: String
  ) {
    let position = body.position(path)
    let cell = RequestedCell(
      field: field,
      item: item,
      edit: edit,
      fieldPosition: position,
      position: position
    )
    cells.append(cell)
  }

  private mutating func text(_ json: JSON, _ field: FieldCode, _ path: String) {
    switch json {
    case .string(let text):
      want(field, .index(0), text.isEmpty ? .clear : .set(.text(Verbatim(text))), path)
    case .null where field == "email" || field == "phoneNo":
      want(field, .index(0), .clear, path)
    case .null: body.refuse(path, .unclearNull(clearing: "\"\""))
    default: body.refuse(path, .mustBe("a text in quotation marks"))
    }
  }

  /// A list that is stated as a whole; an empty one clears.
  private mutating func list(
    _ json: JSON,
    _ name: Verbatim,
    _ path: String,
    _ item: (inout EmployeeReading, JSON, String) -> Verbatim?
  ) {
    if json.isNull { return body.refuse(path, .unclearNull(clearing: "[]")) }
    let elements = body.elements(json, path)
    guard json.elements != nil else { return }
    wholes.insert(name)
    if elements.isEmpty { return want(name, .unsaid, .clear, path) }
    var seen: [Verbatim: String] = [:]
    for (index, element) in elements.enumerated() {
      guard let value = item(&self, element.value, element.path) else { continue }
      if let first = seen[value] {
        body.refuse(
          element.path,
          .twice("The entry \(value.text.quoted)", first: body.position(first))
        )
      }
      seen[value] = element.path
      want(MaycurFields.lists[name] ?? name, .index(index), .set(.text(value)), element.path)
    }
  }

  private mutating func role(_ json: JSON, _ path: String) -> Verbatim? {
    guard let text = json.text, !text.isEmpty else {
      body.refuse(path, .mustBe("a role's name in quotation marks"))
      return nil
    }
    return Verbatim(text)
  }

  private mutating func residence(_ json: JSON, _ path: String) -> Verbatim? {
    guard body.members(json, path, known: ["placeCode"]) != nil else { return nil }
    return body.text(json, "placeCode", path)
  }

  private mutating func certificates(_ json: JSON, _ path: String) {
    if json.isNull { return body.refuse(path, .unclearNull(clearing: "[]")) }
    let elements = body.elements(json, path)
    guard json.elements != nil else { return }
    wholes.insert("idInfo")
    if elements.isEmpty { return want("idInfo", .unsaid, .clear, path) }
    var seen: [Verbatim: String] = [:]
    for (path, element) in elements
    where body.members(element, path, known: ["idType", "idNumber"]) != nil {
      let kind = body.text(element, "idType", path)
      let number = body.text(element, "idNumber", path)
      guard let kind, let number else { continue }
      guard MaycurFields.certificates.contains(kind) else {
        let known = MaycurFields.certificates.map(\.text)
        body.refuse(BodyReader.join(path, "idType"), .unknownWord(kind.text, known: known))
        continue
      }
      if let first = seen[kind] {
        body.refuse(path, .twice("The certificate \(kind)", first: body.position(first)))
      }
      seen[kind] = path
      let at = BodyReader.join(path, "idNumber")
      want(MaycurFields.certificateNumber(kind), .index(0), .set(.text(number)), at)
    }
  }

  private mutating func customFields(_ json: JSON, _ path: String) {
    guard let members = json.members else {
      return body.refuse(path, json.isNull ? .unclearNull(clearing: "{}") : .mustBe("an object"))
    }
    wholes.insert("customObject")
    if members.isEmpty { return want("customObject", .unsaid, .clear, path) }
    for member in members {
      let at = BodyReader.join(path, member.key)
      if member.key.isEmpty {
        body.refuse(path, .unknownKey("", known: ["CF1395"]))
      } else if let value = CustomValue.part(of: member.value) {
        want(MaycurFields.custom(Verbatim(member.key)), .index(0), .set(value), at)
      } else {
        body.refuse(at, .unclearNull(clearing: nil))
      }
    }
  }

  private mutating func englishName(_ json: JSON, _ path: String) {
    if json.isNull {
      return body.refuse(path, .unclearEmpty("Leave \"enName\" out to keep the name."))
    }
    let known = MaycurFields.nameParts.map(\.text)
    guard let members = body.members(json, path, known: known) else { return }
    wholes.insert("enName")
    if members.isEmpty {
      body.refuse(path, .unclearEmpty("Leave \"enName\" out to keep the name."))
    } else if json["firstName"] == nil {
      body.refuse(path, .missingKey("firstName"))
    }
    for member in members where known.contains(member.key) {
      let at = BodyReader.join(path, member.key)
      if let text = member.value.text, !text.isEmpty {
        want(
          MaycurFields.namePart(Verbatim(member.key)),
          .index(0),
          .set(.text(Verbatim(text))),
          at
        )
      } else if member.value.text != nil || member.value.isNull {
        body.refuse(at, .unclearEmpty("Leave \(member.key.quoted) out."))
      } else {
        body.refuse(at, .mustBe("a text in quotation marks"))
      }
    }
  }
}
