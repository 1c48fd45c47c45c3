import Roster

extension Company {
  /// Lets days pass: some people change, join, leave and return, and derived values age.
  ///
  /// The result depends only on the seed, the day, and the people. At least one person changes each
  /// day, if anyone is active.
  ///
  /// - Parameter days: The number of days; nothing happens for 0 or less.
  /// - Returns: What happened.
  @discardableResult
  package mutating func advanceDay(_ days: Int = 1) -> DayReport {
    var report = DayReport(today: today)
    for _ in 0..<max(0, days) { advanceOneDay(&report) }
    report.today = today
    return report
  }

  private mutating func advanceOneDay(_ report: inout DayReport) {
    day += 1
    var chance = SeededRandom(seed, 4, UInt64(day))
    let present = employees.indices.filter { !employees[$0].hasLeft }
    let absent = employees.indices.filter { employees[$0].hasLeft }
    let people = Double(present.count)
    let leaving = draw(chance.count(expecting: people * rates.left), of: present, &chance)
    for number in leaving {
      end(number)
      report.left.append(employees[number].userid)
    }
    let returning = chance.count(expecting: Double(absent.count) * rates.returned)
    for number in draw(returning, of: absent, &chance) {
      employees[number].hasLeft = false
      report.returned.append(employees[number].userid)
    }
    for _ in 0..<chance.count(expecting: people * rates.joined) {
      report.joined.append(hire(joined: today))
    }
    let staying = present.filter { !employees[$0].hasLeft }
    let changing = rates.changed > 0 ? max(1, chance.count(expecting: people * rates.changed)) : 0
    for number in draw(changing, of: staying, &chance) {
      change(number, &chance)
      report.changed.append(employees[number].userid)
    }
    for number in employees.indices where !employees[number].hasLeft { age(number) }
  }

  /// Draws some of the numbers, each at most once, in order.
  private func draw(_ count: Int, of numbers: [Int], _ chance: inout SeededRandom) -> [Int] {
    var left = numbers
    var drawn: [Int] = []
    for _ in 0..<min(count, numbers.count) {
      let index = chance.below(left.count)
      drawn.append(left[index])
      left.swapAt(index, left.count - 1)
      left.removeLast()
    }
    return drawn.sorted()
  }

  /// Changes some values of an employee, by taking them from another draw of the same person.
  private mutating func change(_ number: Int, _ chance: inout SeededRandom) {
    var maker = PersonMaker(company: self, number: number, take: day)
    let other = maker.made(supervisor: nil)
    let wanted = chance.within(1...3)
    var changed = 0
    for _ in 0..<60 where changed < wanted {
      let group = chance.below(catalog.groups.count)
      changed +=
        catalog.groups[group].isDetail
        ? changeItems(of: number, group, other, &chance)
        : changeField(of: number, group, other, &chance)
    }
  }

  private mutating func changeField(
    of number: Int,
    _ group: Int,
    _ other: Employee,
    _ chance: inout SeededRandom
  ) -> Int {
    let fields = catalog.groups[group].fields
    let field = chance.below(fields.count)
    guard Company.changeable(fields[field]) else { return 0 }
    let moves =
      fields[field].code == "sys00-mainDept"
      ? ["sys00-dept", "sys00-deptIds", "sys00-mainDept", "sys00-mainDeptId"]
        .compactMap(catalog.place(of:))
      : [FieldPlace(group: group, field: field)]
    var changed = 0
    for place in moves {
      let entry = other.sheets[place.group][0][place.field]
      guard employees[number].sheets[place.group][0][place.field] != entry else { continue }
      employees[number].set(place, 0, entry)
      changed = 1
    }
    return changed
  }

  private mutating func changeItems(
    of number: Int,
    _ group: Int,
    _ other: Employee,
    _ chance: inout SeededRandom
  ) -> Int {
    let items = employees[number].sheets[group].count
    guard let source = other.sheets[group].first else {
      guard items > 1, chance.happens(0.3) else { return 0 }
      employees[number].sheets[group].removeLast()
      employees[number].touch()
      return 1
    }
    if items == 0 || (items < 3 && chance.happens(0.3)) {
      employees[number].sheets[group].append(source)
    } else {
      let item = chance.below(items)
      let field = chance.below(source.count)
      guard employees[number].sheets[group][item][field] != source[field] else { return 0 }
      employees[number].sheets[group][item][field] = source[field]
    }
    employees[number].touch()
    return 1
  }

  private static func changeable(_ field: CompanyField) -> Bool {
    let fixed: Set<FieldCode> = [
      "sys00-name", "sys00-jobNumber", "sys00-email", "sys00-deptIds", "sys00-dept",
      "sys00-mainDeptId", "sys00-confirmJoinTime", "sys00-reportManager",
      "sys00-reportManagerId", "sys02-realName", "sys02-birthTime", "sys02-sexType",
      "sys02-certNo", "sys05-firstContractStartTime", "sys05-firstContractEndTime",
    ]
    return !field.isDerived && field.kind != .photo && !fixed.contains(field.code)
  }
}
