package import Roster
import VerbatimJSON

/// Maycur's records of a made-up company: everybody under their job number, from their first day
/// on.
///
/// A number is found in any spelling: Maycur's ids compare without case.
package struct MaycurRecords: Sendable {
  /// Everybody who was ever in the company, in the order in which they came.
  package private(set) var records: [MaycurRecord] = []
  private var places: [UserKey: Int] = [:]
  private var users: [Verbatim: Int] = [:]
  /// How many of the company's employees have been added.
  private var known = 0

  init(_ company: Company) { catchUp(with: company) }

  /// The record with an employee's number; nil if there is none.
  package subscript(employeeID: Verbatim) -> MaycurRecord? {
    place(of: employeeID).map { records[$0] }
  }

  /// The record of a DingTalk user; nil if there is none.
  func record(of user: Verbatim) -> MaycurRecord? { users[user].map { records[$0] } }

  /// Replaces the record with the same number.
  mutating func replace(_ record: MaycurRecord) {
    if let place = place(of: record.employeeID) { records[place] = record }
  }

  /// Adds a record, whose number must be new.
  mutating func add(_ record: MaycurRecord) {
    guard place(of: record.employeeID) == nil else { return }
    places[UserKey(.maycur, record.employeeID)] = records.count
    users[record.userid] = records.count
    records.append(record)
  }

  /// Adds the people who joined the company since.
  mutating func catchUp(with company: Company) {
    guard known < company.employees.count else { return }
    records.reserveCapacity(company.employees.count)
    for employee in company.employees[known...] {
      guard let number = company.text(employee, "sys00-jobNumber"),
        place(of: Verbatim(number)) == nil
      else { continue }
      add(MaycurRecords.record(of: employee, Verbatim(number), in: company))
    }
    known = company.employees.count
  }

  private func place(of employeeID: Verbatim) -> Int? { places[UserKey(.maycur, employeeID)] }

  private static func record(
    of employee: Employee,
    _ number: Verbatim,
    in company: Company
  ) -> MaycurRecord {
    var record = MaycurRecord(employeeID: number, userid: employee.userid)
    if let email = company.text(employee, "sys00-email"), !email.isEmpty {
      record.set("email", .string(email))
    }
    if let phone = company.text(employee, "sys00-mobile") {
      record.set("phoneNo", .string(phone.hasPrefix("+86-") ? String(phone.dropFirst(4)) : phone))
    }
    if let joined = company.text(employee, "sys00-confirmJoinTime") {
      record.set("hireDate", .string(joined))
    }
    switch company.text(employee, "sys02-sexType") {
    case "0"?: record.set("gender", "MAN")
    case "1"?: record.set("gender", "WOMAN")
    default: break
    }
    record.set("roleNames", ["员工"])
    record.set("residences", [["placeCode": "330101"]])
    record.set("customObject", ["CF1395": .number("1"), "CF1396": ["amount": "1.00"]])
    return record
  }
}

extension Company {
  /// The first item's value of an employee's field as text; nil if there is none.
  fileprivate func text(_ employee: Employee, _ field: FieldCode) -> String? {
    catalog.place(of: field).flatMap(employee.text)
  }
}
