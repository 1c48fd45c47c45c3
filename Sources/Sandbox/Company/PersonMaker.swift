import Roster

/// Makes up one employee, with all values of the roster.
struct PersonMaker {
  let catalog: CompanyCatalog
  let departments: [Department]
  let today: CivilDate
  var chance: SeededRandom
  var employee: Employee
  private let isWoman: Bool
  private let name: String
  private let birth: CivilDate
  private let joined: CivilDate

  /// Prepares the draws of a person; another `take` changes everything except the keys.
  init(
    company: Company,
    number: Int,
    take: Int,
    userid: Verbatim? = nil,
    joined: CivilDate? = nil
  ) {
    catalog = company.catalog
    departments = company.departments
    today = company.today
    var keys = SeededRandom(company.seed, 1, UInt64(number))
    let made = keys.digits(5) + number.padded(6) + keys.digits(5)
    let unionid = "u" + keys.hex(16) + "iEiE"
    var identity = SeededRandom(company.seed, 2, UInt64(number))
    let isWoman = identity.happens(0.45)
    name =
      identity.pick(MadeUp.surnames)
      + identity.pick(isWoman ? MadeUp.womenGiven : MadeUp.menGiven)
    self.isWoman = isWoman
    birth = company.firstDay.adding(days: -identity.within((21 * 365)...(59 * 365)))
    let service = identity.within(5...(15 * 365))
    self.joined =
      joined ?? max(company.firstDay.adding(days: -service), birth.adding(days: 20 * 365))
    employee = Employee(
      number: number,
      userid: userid ?? Verbatim(made),
      unionid: Verbatim(unionid),
      catalog: company.catalog
    )
    chance = SeededRandom(company.seed, 3, UInt64(number), UInt64(take))
  }

  /// The employee, with the imperfections of real records.
  mutating func made(supervisor: Employee?) -> Employee {
    makeBasics(supervisor: supervisor)
    makeWork()
    makePerson()
    makeContract()
    makeEducation()
    makeContacts()
    makeFamily()
    makeOwnGroups()
    blemish()
    return employee
  }

  private mutating func put(_ code: FieldCode, _ value: String, item: Int = 0) {
    guard let place = catalog.place(of: code) else { return }
    put(place, value, item: item)
  }

  private mutating func put(_ place: FieldPlace, _ value: String, item: Int = 0) {
    let field = catalog.field(at: place)
    while employee.sheets[place.group].count <= item {
      let width = catalog.groups[place.group].fields.count
      employee.sheets[place.group].append(Array(repeating: nil, count: width))
    }
    let label = field.kind == .select ? field.label(of: Verbatim(value))?.text : nil
    employee.sheets[place.group][item][place.field] = Entry(value, label: label)
  }

  private mutating func select(_ code: FieldCode, item: Int = 0) {
    guard let options = catalog.field(code)?.options, !options.isEmpty else { return }
    put(code, chance.pick(options).value.text, item: item)
  }

  private mutating func someone(woman: Bool) -> String {
    chance.pick(MadeUp.surnames) + chance.pick(woman ? MadeUp.womenGiven : MadeUp.menGiven)
  }

  private mutating func phone() -> String { chance.pick(MadeUp.carriers) + chance.digits(8) }

  private mutating func address() -> String {
    chance.pick(MadeUp.provinces).1 + chance.pick(MadeUp.streets) + "\(chance.within(1...999))号"
  }

  private mutating func makeBasics(supervisor: Employee?) {
    let first = chance.below(departments.count)
    var own = [departments[first]]
    if chance.happens(0.12) { own.append(departments[(first + 3) % departments.count]) }
    put("sys-authRealName", chance.happens(0.9) ? "已认证" : "未认证")
    put("sys00-name", name)
    put("sys00-email", "user\(employee.number.padded(5))@yunshan.example.com")
    put("sys00-deptIds", own.map(\.id.text).joined(separator: "|"))
    put("sys00-dept", own.map(\.name.text).joined(separator: ","))
    put("sys00-mainDeptId", own[0].id.text)
    put("sys00-mainDept", own[0].name.text)
    put("sys00-position", chance.pick(MadeUp.positions))
    put("sys00-mobile", "+86-" + phone())
    put("sys00-jobNumber", "YS" + (employee.number + 1).padded(5))
    put("sys00-tel", "8" + chance.digits(3))
    put("sys00-workPlace", chance.pick(MadeUp.places))
    put(
      "sys00-remark",
      chance.happens(0.03)
        ? String(repeating: MadeUp.longRemark, count: chance.within(2...12))
        : chance.pick(MadeUp.remarks)
    )
    put("sys00-confirmJoinTime", joined.description)
    if let supervisor {
      put("sys00-reportManagerId", supervisor.userid.text)
      let place = catalog.place(of: "sys00-name")
      put("sys00-reportManager", place.flatMap(supervisor.text) ?? "")
    }
  }

  private mutating func makeWork() {
    put("sys01-employeeType", chance.happens(0.88) ? "1" : String(chance.within(0...6)))
    let regular = joined.adding(days: 90)
    let isOnProbation = regular > today
    put("sys01-employeeStatus", isOnProbation ? "2" : chance.happens(0.02) ? "5" : "3")
    put("sys01-probationPeriodType", chance.happens(0.8) ? "4" : "7")
    put("sys01-planRegularTime", regular.description)
    if !isOnProbation { put("sys01-regularTime", regular.description) }
    select("sys01-positionLevel")
  }

  private mutating func makePerson() {
    let region = chance.pick(MadeUp.provinces)
    let digits = birth.description.filter { $0 != "-" }
    let order = chance.below(50) * 2 + (isWoman ? 0 : 1)
    put("sys02-realName", name)
    put("sys02-certNo", region.0 + digits + order.padded(3) + chance.digits(1))
    put("sys02-birthTime", birth.description)
    put("sys02-sexType", isWoman ? "1" : "0")
    put("sys02-nationType", chance.happens(0.9) ? "1" : String(chance.within(2...58)))
    put("sys02-certAddress", region.1 + chance.pick(MadeUp.streets) + "\(chance.within(1...300))号")
    put(
      "sys02-certEndTime",
      chance.happens(0.15) ? "长期" : today.adding(days: chance.within(100...7000)).description
    )
    select("sys02-marriage")
    put(
      "sys02-joinWorkingTime",
      max(birth.adding(days: 20 * 365), joined.adding(days: -chance.below(3000))).description
    )
    select("sys02-residenceType")
    put("sys02-address", address())
    select("sys02-politicalStatus")
    put("sys04-bankAccountNo", "6222" + chance.digits(15))
    put("sys04-accountBank", chance.pick(MadeUp.banks) + "杭州分行")
    put("sys09-personalSi", "SI" + chance.digits(10))
    put("sys09-personalHf", "HF" + chance.digits(10))
  }

  private mutating func makeContract() {
    select("sys05-contractCompanyName")
    select("sys05-contractType")
    let renewals = today.days(since: joined) / (3 * 365)
    put("sys05-firstContractStartTime", joined.description)
    put("sys05-firstContractEndTime", joined.adding(days: 3 * 365 - 1).description)
    let current = joined.adding(days: renewals * 3 * 365)
    put("sys05-nowContractStartTime", current.description)
    put("sys05-nowContractEndTime", current.adding(days: 3 * 365 - 1).description)
    put("sys05-contractPeriodType", "3")
    put("sys05-contractRenewCount", String(renewals))
  }

  private mutating func makeEducation() {
    var graduated = birth.adding(days: 23 * 365)
    for item in 0..<chance.pick([0, 1, 1, 1, 2, 2, 3]) {
      put(
        "sys03-highestEdu",
        item == 0 ? chance.pick(["1", "2", "3", "4", "4", "4"]) : "5",
        item: item
      )
      put("sys03-graduateSchool", chance.pick(MadeUp.schools), item: item)
      put("sys03-graduationTime", graduated.description, item: item)
      put("sys03-major", chance.pick(MadeUp.majors), item: item)
      graduated = graduated.adding(days: -4 * 365)
    }
  }

  private mutating func makeContacts() {
    for item in 0..<chance.pick([0, 1, 1, 1, 1, 2, 3]) {
      let isWoman = chance.happens(0.5)
      put("sys06-urgentContactsName", someone(woman: isWoman), item: item)
      put("sys06-urgentContactsRelation", isWoman ? "2" : "1", item: item)
      put("sys06-urgentContactsPhone", "+86-" + phone(), item: item)
    }
  }

  private mutating func makeFamily() {
    for item in 0..<chance.pick([0, 0, 1, 1, 2, 3]) {
      let isWoman = chance.happens(0.5)
      put("sys07-haveChild", chance.happens(0.5) ? "1" : "0", item: item)
      put("sys07-familyMemberName", someone(woman: isWoman), item: item)
      select("sys07-familyMemberRelation", item: item)
      put("sys07-familyMemberGender", isWoman ? "1" : "0", item: item)
      put("sys07-familyMemberPhone", "+86-" + phone(), item: item)
      let born = today.adding(days: -chance.within(300...25_000))
      put("sys07-familyMemberBirthday", born.description, item: item)
    }
  }

  /// The two groups that the company added, whose codes only the catalog has.
  private mutating func makeOwnGroups() {
    let office = catalog.groups.count - 2
    let seat = "\(chance.pick(["A", "B", "C"]))\(chance.within(1...9))-\(chance.digits(3))"
    let values = [
      seat, chance.happens(0.3) ? "1" : "0", chance.pick(MadeUp.skills),
      chance.pick(StandardOptions.clothes).value.text, chance.pick(MadeUp.englishNames),
    ]
    for (field, value) in values.enumerated() {
      put(FieldPlace(group: office, field: field), value)
    }
    var ended = joined
    for item in 0..<chance.pick([0, 0, 1, 1, 2, 3]) {
      let began = ended.adding(days: -chance.within(200...1500))
      let past = [
        chance.pick(MadeUp.employers), chance.pick(MadeUp.positions), began.description,
        ended.description, chance.pick(MadeUp.reasons),
      ]
      for (field, value) in past.enumerated() {
        put(FieldPlace(group: office + 1, field: field), value, item: item)
      }
      ended = began
    }
  }

  /// Removes, empties and damages a few values, as people and imports do.
  private mutating func blemish() {
    for group in employee.sheets.indices {
      for item in employee.sheets[group].indices {
        for field in employee.sheets[group][item].indices {
          blemish(FieldPlace(group: group, field: field), item)
        }
      }
    }
  }

  private mutating func blemish(_ place: FieldPlace, _ item: Int) {
    let draw = chance.fraction()
    let code = catalog.field(at: place).code
    guard let entry = employee.sheets[place.group][item][place.field] else {
      if draw < 0.1 { employee.emptyLists.insert(place) }
      return
    }
    guard !PersonMaker.essential.contains(code) else { return }
    let spoilt: Entry? =
      switch draw {
      case ..<0.185: nil
      case ..<0.205: .empty
      case ..<0.212: Entry(value: entry.value, label: .missing)
      case ..<0.216: Entry(value: .missing, label: entry.label)
      case ..<0.218: Entry(value: .missing, label: .missing)
      case ..<0.220: Entry(value: entry.value, label: .text("#VALUE!"))
      default: entry
      }
    employee.sheets[place.group][item][place.field] = spoilt
    if spoilt == nil, chance.happens(0.15) { employee.emptyLists.insert(place) }
  }

  /// The fields that every record has, so that people can be found and distinguished.
  private static let essential: Set<FieldCode> = [
    "sys00-name", "sys00-deptIds", "sys00-dept", "sys00-mainDeptId", "sys00-mainDept",
    "sys00-mobile", "sys00-jobNumber", "sys00-confirmJoinTime", "sys01-employeeStatus",
    "sys02-birthTime",
  ]
}
