package import Roster

/// A made-up Chinese company: its people, with everything that a roster says about them.
///
/// It is a value: the same seed, the same number of people and the same calls give the same
/// company, on every machine. It has no clock; days pass on request. Person *n* of a seed is
/// the same one in a company of any size, supervisor aside.
package struct Company: Sendable {
  /// What everything is drawn from.
  package let seed: UInt64
  /// The groups and fields.
  package let catalog: CompanyCatalog
  /// The departments.
  package let departments: [Department]
  /// The day on which the company was made up.
  package let firstDay: CivilDate
  /// How many days have passed since.
  package internal(set) var day = 0
  /// The company's id (`corp_id`); another id makes it another company.
  package var corpID: Verbatim
  /// The company's code in Maycur (`entCode`).
  package var entCode: Verbatim
  /// What a day brings.
  package var rates = DailyRates()
  /// Fields that no answer holds though the catalog lists them, as when a permission is narrowed.
  package var withheldFields: Set<FieldCode> = []
  /// Fields that are switched off: in no answer, and not in the catalog.
  package var disabledFields: Set<FieldCode> = []
  /// The share of the active people whom the list of users gives: 1 unless it was shrunk.
  package var listedShare = 1.0
  /// Everybody who ever was in the company, in the order in which they came.
  package internal(set) var employees: [Employee] = []
  private var numbers: [Verbatim: Int] = [:]

  /// Makes up a company.
  ///
  /// - Parameters:
  ///   - seed: What everything is drawn from.
  ///   - people: How many people are active on the first day.
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

  /// Makes a company of what is known of one: for a rehearsal of what would be done to it.
  ///
  /// Its days do not pass: what people are like is only known, not made up.
  ///
  /// - Parameters:
  ///   - corpID: Its id.
  ///   - fields: Its fields, in the order of its catalog.
  ///   - people: What each of its people is known to hold, with the people's keys.
  ///   - leavers: Who of them has left.
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

  /// The employee of a user key, leavers included; nil where there never was one.
  package func employee(_ user: Verbatim) -> Employee? { numbers[user].map { employees[$0] } }

  func number(of user: Verbatim) throws(SandboxError) -> Int {
    guard let number = numbers[user] else { throw .unknownUser(user) }
    return number
  }

  func place(of field: FieldCode) throws(SandboxError) -> FieldPlace {
    guard let place = catalog.place(of: field) else { throw .unknownField(field) }
    return place
  }

  /// Takes on a made-up person.
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

  /// Whether a field is in answers at all.
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

/// How lively a made-up company is: what a day brings, as shares of the active people.
package struct DailyRates: Hashable, Sendable {
  /// How many change some of their values.
  package var changed = 0.01
  /// How many join.
  package var joined = 0.002
  /// How many leave.
  package var left = 0.002
  /// How many of those who left return.
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
  /// Puts a changed copy of an employee in the place of the employee, and computes what follows.
  mutating func replace(_ employee: Employee) {
    employees[employee.number] = employee
    age(employee.number)
  }
}
