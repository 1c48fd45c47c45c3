import Roster
import VerbatimJSON

/// The people of a company as they were, to find out what has changed since.
///
/// All changes are found, also those of a test that edits people without a call. The ageing of
/// derived values is no change.
struct WatchedCompany: Sendable {
  /// A change, as DingTalk reports it.
  struct Change: Sendable {
    /// The type of the event.
    let type: String
    /// The event's content.
    let data: JSON
  }

  private var employees: [Employee]

  init(_ company: Company) { employees = company.employees }

  /// Forgets that an employee has changed.
  mutating func overlook(_ number: Int, in company: Company) {
    guard employees.indices.contains(number) else { return }
    employees[number] = company.employees[number]
  }

  /// Compares the company with what it was, and remembers it.
  ///
  /// - Parameters:
  ///   - company: The company.
  ///   - now: When the changes were made.
  /// - Returns: The changes since the last comparison, in the order of the people.
  mutating func changes(in company: Company, now: Instant) -> [Change] {
    var changes: [Change] = []
    for after in company.employees {
      guard employees.indices.contains(after.number) else {
        if !after.hasLeft { changes.append(.membership("user_add_org", after, now)) }
        continue
      }
      let before = employees[after.number]
      if before.hasLeft != after.hasLeft {
        let type = after.hasLeft ? "user_leave_org" : "user_add_org"
        changes.append(.membership(type, after, now))
      }
      guard before.revision != after.revision else { continue }
      changes += edits(from: before, to: after, in: company.catalog, now)
    }
    employees = company.employees
    return changes
  }

  /// The events of changed values: one of the roster without values, and for the group of the
  /// address book (`sys00`) another with them.
  private func edits(
    from before: Employee,
    to after: Employee,
    in catalog: CompanyCatalog,
    _ now: Instant
  ) -> [Change] {
    var changed: [CompanyField] = []
    for (group, described) in catalog.groups.enumerated() {
      for (index, field) in described.fields.enumerated() where !field.isDerived {
        func column(_ employee: Employee) -> [Entry?] { employee.sheets[group].map { $0[index] } }
        let place = FieldPlace(group: group, field: index)
        let isSame =
          column(before) == column(after)
          && before.emptyLists.contains(place) == after.emptyLists.contains(place)
        if !isSame { changed.append(field) }
      }
    }
    guard !changed.isEmpty else { return [] }
    let user = JSON.string(after.userid.text)
    let record: JSON = ["actionType": "userInfoChange", "staffId": user]
    let contact = changed.filter { $0.code.text.hasPrefix("sys00-") }
    guard !contact.isEmpty else { return [Change(type: "hrm_user_record_change", data: record)] }
    func values(_ employee: Employee) -> JSON {
      .object(
        contact.map { field in
          let text = catalog.place(of: field.code).flatMap(employee.text)
          return .init(key: String(field.code.text.dropFirst(6)), value: .optional(text))
        }
      )
    }
    let modified: JSON = [
      "timeStamp": .string(String(now.milliseconds)),
      "userId": [user],
      "diffInfo": [["userid": user, "prev": values(before), "curr": values(after)]],
    ]
    return [
      Change(type: "hrm_user_record_change", data: record),
      Change(type: "user_modify_org", data: modified),
    ]
  }
}

extension WatchedCompany.Change {
  /// A person who joined or left.
  fileprivate static func membership(
    _ type: String,
    _ employee: Employee,
    _ now: Instant
  ) -> WatchedCompany.Change {
    let data: JSON = [
      "timeStamp": .string(String(now.milliseconds)),
      "userId": [.string(employee.userid.text)],
    ]
    return WatchedCompany.Change(type: type, data: data)
  }
}
