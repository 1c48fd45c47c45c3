package import Roster

/// A made-up Chinese company: its people, with all roster values.
///
/// It is a value: the same seed, number of people and calls give the same company, on every
/// machine. It has no clock; days pass on request. Person *n* of a seed is the same in a company of
/// any size, except for the supervisor.
///
/// Example: `Company(seed: 1, people: 20)` has 20 active people on 2026-01-01.
package struct Company: Sendable {
  /// The seed of all random draws.
  package let seed: UInt64
  /// The groups and fields.
  package let catalog: CompanyCatalog
  /// The departments.
  package let departments: [Department]
  /// The first day of the company.
  package let firstDay: CivilDate
  /// How many days have passed since.
  package internal(set) var day = 0
  /// The company's id (`corp_id`); another id makes it another company.
  package var corpID: Verbatim
  /// The company's code in Maycur (`entCode`).
  package var entCode: Verbatim
  /// What changes in a day.
  package var rates = DailyRates()
  /// Fields that no response has although the catalog lists them, as after a lost permission.
  package var withheldFields: Set<FieldCode> = []
  /// Disabled fields: in no response, and not in the catalog.
  package var disabledFields: Set<FieldCode> = []
  /// The share of the active people in the user list: 1 unless it was reduced.
  package var listedShare = 1.0
  /// Everybody who was ever in the company, in the order in which they came.
  package internal(set) var employees: [Employee] = []
  private var numbers: [Verbatim: Int] = [:]

  /// Makes up a company.
  ///
  /// - Parameters:
  ///   - seed: The seed of all random draws.
  ///   - people: The number of active people on the first day.
  ///   - firstDay: That day; 2026-01-01 by default.
  package init(seed: UInt64, people: Int, firstDay: CivilDate? = nil) {
    self.seed = seed
    self.firstDay = firstDay ?? CivilDate.epoch.adding(days: 20_454)
    catalog = StandardFields.catalog(seed: seed)
    var chance = SeededRandom(seed, 0)
    corpID = Verbatim("ding" + chance.hex(32))
    entCode = Verbatim("EC" + chance.digits(12))
    departments = MadeUp.departments.enumerated().map { index, name in
      Department(id: Verbatim("5900\((index + 1).padded(5))"), name: Verbatim(name))
    }
    employees.reserveCapacity(people)
    for _ in 0..<max(0, people) { hire() }
  }

  /// Builds a company from known people, for a rehearsal.
  ///
  /// Its days do not pass: its people are known, not made up.
  ///
  /// - Parameters:
  ///   - corpID: Its id.
  ///   - fields: Its fields, in the order of its catalog.
  ///   - people: The known cells of each of its people, with their keys.
  ///   - leavers: The people who have left.
  package init(
    corpID: Verbatim,
    fields: [FieldDescription],
    people: [(user: Verbatim, cells: [Cell])],
    leavers: Set<Verbatim> = []
  ) {
    seed = 0
    firstDay = CivilDate.epoch
    catalog = CompanyCatalog(CompanyGroup.groups(of: fields))
    self.corpID = corpID
    entCode = "rehearsal"
    departments = []
    for (user, cells) in people where numbers[user] == nil {
      var employee = Employee(
        number: employees.count,
        userid: user,
        unionid: user,
        catalog: catalog
      )
      for cell in cells { employee.take(cell, in: catalog) }
      employee.hasLeft = leavers.contains(user)
      numbers[user] = employees.count
      employees.append(employee)
    }
  }

  /// The company's civil day.
  package var today: CivilDate { firstDay.adding(days: day) }

  /// The active people, in the order in which they came.
  package var active: [Employee] { employees.filter { !$0.hasLeft } }

  /// The user keys of the active people, in the order in which they came.
  package var userids: [Verbatim] { employees.lazy.filter { !$0.hasLeft }.map(\.userid) }

  /// The employee with a user key, leavers included; nil if there never was one.
  package func employee(_ user: Verbatim) -> Employee? { numbers[user].map { employees[$0] } }

  func number(of user: Verbatim) throws(SandboxError) -> Int {
    guard let number = numbers[user] else { throw .unknownUser(user) }
    return number
  }

  func place(of field: FieldCode) throws(SandboxError) -> FieldPlace {
    guard let place = catalog.place(of: field) else { throw .unknownField(field) }
    return place
  }

  /// Adds a made-up person.
  @discardableResult
  mutating func hire(_ userid: Verbatim? = nil, joined: CivilDate? = nil) -> Verbatim {
    let number = employees.count
    var maker = PersonMaker(company: self, number: number, take: 0, userid: userid, joined: joined)
    let supervisor = number == 0 ? nil : employees[number / 8]
    let employee = maker.made(supervisor: supervisor)
    numbers[employee.userid] = number
    employees.append(employee)
    age(number)
    return employee.userid
  }

  /// Whether responses contain a field.
  func isReadable(_ field: CompanyField) -> Bool {
    field.kind != .photo && !disabledFields.contains(field.code)
      && !withheldFields.contains(field.code)
  }

  /// Computes the derived values of an employee for today.
  mutating func age(_ number: Int) {
    derive("sys02-age", from: "sys02-birthTime", number) { String($0.years(since: $1)) }
    derive("sys02-workAge", from: "sys02-joinWorkingTime", number) {
      String(max(0, $0.years(since: $1)))
    }
    derive("sys00-entryAge", from: "sys00-confirmJoinTime", number) { today, joined in
      let tenths = max(0, today.days(since: joined)) * 10 / 365
      return "\(tenths / 10).\(tenths % 10)年"
    }
  }

  private mutating func derive(
    _ target: FieldCode,
    from source: FieldCode,
    _ number: Int,
    _ value: (CivilDate, CivilDate) -> String
  ) {
    guard let from = catalog.place(of: source), let to = catalog.place(of: target) else {
      return
    }
    let base = employees[number].text(at: from).flatMap { CivilDate(Verbatim($0)) }
    let derived = base.map { Entry(value(today, $0)) } ?? .empty
    guard employees[number].sheets[to.group][0][to.field] != derived else { return }
    employees[number].set(to, 0, derived)
  }
}

/// A department of the made-up company.
package struct Department: Hashable, Sendable {
  /// The department's id.
  package let id: Verbatim
  /// Its name.
  package let name: Verbatim
}

/// How much changes in a made-up company in a day, as shares of the active people.
package struct DailyRates: Hashable, Sendable {
  /// The share of people with changed values.
  package var changed = 0.01
  /// How many join.
  package var joined = 0.002
  /// How many leave.
  package var left = 0.002
  /// The share of those who left that returns.
  package var returned = 0.02

  package init() {}

  package init(changed: Double, joined: Double, left: Double, returned: Double) {
    self.changed = changed
    self.joined = joined
    self.left = left
    self.returned = returned
  }
}

extension Company {
  /// Replaces an employee by a changed copy, and computes the derived values.
  mutating func replace(_ employee: Employee) {
    employees[employee.number] = employee
    age(employee.number)
  }
}
