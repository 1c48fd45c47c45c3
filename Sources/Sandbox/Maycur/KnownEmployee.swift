package import Roster
import VerbatimJSON

/// What is known of an employee in Maycur, for a rehearsal.
package struct KnownEmployee: Sendable {
  /// The employee's number.
  package let employeeID: Verbatim
  /// The known cells.
  package let cells: [Cell]

  package init(employeeID: Verbatim, cells: [Cell]) {
    self.employeeID = employeeID
    self.cells = cells
  }
}

extension MaycurRecords {
  /// Creates the records of known employees, who are those of a company by their numbers.
  ///
  /// - Parameters:
  ///   - known: What is known.
  ///   - company: The company, whose user keys are the employees' numbers.
  package init(known: [KnownEmployee], in company: Company) {
    self.init(company)
    for employee in known {
      var record = MaycurRecord(employeeID: employee.employeeID, userid: employee.employeeID)
      record.take(employee.cells)
      add(record)
    }
  }
}

extension MaycurRecord {
  /// Adds the known cells.
  mutating func take(_ cells: [Cell]) {
    var lists: [String: [JSON]] = [:]
    var objects: [String: [JSON.Member]] = [:]
    for cell in cells.sorted(by: { $0.address < $1.address }) {
      guard let value = cell.content.written else { continue }
      let code = cell.address.field.text
      if code == "roleNames" {
        lists[code, default: []].append(value)
      } else if code == "residences.placeCode" {
        lists["residences", default: []].append(["placeCode": value])
      } else if code.hasPrefix("idInfo["), code.hasSuffix("].idNumber") {
        let type = String(code.dropFirst("idInfo[".count).dropLast("].idNumber".count))
        lists["idInfo", default: []].append(["idType": .string(type), "idNumber": value])
      } else if let dot = code.firstIndex(of: "."),
        code.hasPrefix("customObject")
          || code.hasPrefix("enName")
      {
        let key = String(code[code.index(after: dot)...])
        objects[String(code[..<dot]), default: []].append(JSON.Member(key: key, value: value))
      } else {
        set(code, value)
      }
    }
    for (key, elements) in lists { set(key, .array(elements)) }
    for (key, members) in objects { set(key, .object(members)) }
    // Every employee in Maycur has an email or a phone number; if neither is known, a placeholder
    // is used.
    let stated = Set(cells.map(\.address.field))
    if self["email"] == nil, self["phoneNo"] == nil, !stated.isSuperset(of: ["email", "phoneNo"]) {
      set(stated.contains("email") ? "phoneNo" : "email", .string("unknown"))
    }
  }
}

extension Content {
  /// The value as JSON; nil if there is none, or an empty text.
  fileprivate var written: JSON? {
    guard case .item(let part, _) = self else { return nil }
    switch part {
    case .text(let text): return text.isEmpty ? nil : .string(text.text)
    case .json(let raw): return try? JSON(parsing: raw.text)
    case .null, .missing: return nil
    }
  }
}
