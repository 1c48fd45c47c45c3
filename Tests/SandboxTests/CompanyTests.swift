import Roster
import Sandbox
import Testing
import VerbatimJSON

@Suite struct `A made-up company` {
  @Test func `has about 65 values a person`() {
    let company = Company(seed: 1, people: 1000)
    let mean = Double(company.countValues()) / 1000
    #expect(60...70 ~= mean, "mean values per person: \(mean)")
  }

  @Test func `is the same for the same seed and the same days`() {
    func text(seed: UInt64) -> String {
      var company = Company(seed: seed, people: 40)
      company.advanceDay(10)
      var caller = Caller(people: 0)
      caller.simulation.company = company
      let users = JSON.strings(company.userids.map(\.text))
      return caller.post(.list, ["userid_list": users])["result"]?.compact ?? ""
    }
    #expect(text(seed: 7) == text(seed: 7))
    #expect(text(seed: 7) != text(seed: 8))
    #expect(text(seed: 7).utf8.count > 100_000)
  }

  @Test func `gives a person the same values in a company of any size`() {
    var small = Caller(people: 10, seed: 3)
    var large = Caller(people: 60, seed: 3)
    let user = small.simulation.company.user(9)
    #expect(user == large.simulation.company.user(9))
    for field in ["sys00-name", "sys02-address", "sys03-graduateSchool", "sys05-contractType"] {
      #expect(small.read(user, field) == large.read(user, field))
    }
  }

  @Test func `has every way in which a value can be there or not`() {
    var caller = Caller(people: 100)
    let users = JSON.strings(caller.simulation.company.userids.map(\.text))
    let response = caller.post(.list, ["userid_list": users])
    let fields = (response["result"]?.elements ?? []).flatMap {
      $0["field_data_list"]?.elements ?? []
    }
    let items = fields.flatMap { $0["field_value_list"]?.elements ?? [] }
    #expect(fields.contains { $0["field_value_list"]?.elements?.isEmpty == true })
    #expect(items.contains { $0["value"]?.text == "" })
    #expect(items.contains { $0["value"] == nil && $0["label"] != nil })
    #expect(items.contains { $0["value"] != nil && $0["label"] == nil })
    #expect(items.contains { $0["label"]?.text == "#VALUE!" })
    #expect(items.contains { ($0["value"]?.text?.utf8.count ?? 0) > 500 })
    #expect(items.contains { $0["item_index"]?.integer == 2 })
    let departments = fields.filter { $0["field_code"]?.text == "sys00-deptIds" }
      .compactMap { $0["field_value_list"]?.elements?.first?["value"]?.text }
    #expect(departments.count == 100)
    #expect(departments.contains { $0.contains("|") })
  }

  @Test func `changes, grows and shrinks as days pass`() {
    var company = Company(seed: 5, people: 300)
    let before = company
    var report = company.advanceDay(0)
    for _ in 0..<30 {
      let day = company.advanceDay()
      #expect(!day.changed.isEmpty)
      report.joined += day.joined
      report.left += day.left
      report.returned += day.returned
      report.changed += day.changed
    }
    #expect(company.today == CivilDate("2026-01-31"))
    #expect(!report.joined.isEmpty && !report.left.isEmpty && !report.returned.isEmpty)
    #expect(30...200 ~= report.changed.count)
    #expect(
      company.userids.count
        == 300 + report.joined.count - report.left.count + report.returned.count
    )
    #expect(Set(company.employees.map(\.userid)).count == company.employees.count)
    let unchanged = before.userids.filter { user in
      !report.changed.contains(user) && company.employee(user)?.hasLeft == false
    }
    let aged = unchanged.filter {
      before.entry($0, "sys00-entryAge") != company.entry($0, "sys00-entryAge")
    }
    #expect(!aged.isEmpty)
    #expect(
      unchanged.allSatisfy { before.entry($0, "sys00-mobile") == company.entry($0, "sys00-mobile") }
    )
  }

  @Test func `ages no person's age twice in a year`() throws {
    var company = Company(seed: 5, people: 1)
    let user = company.user(0)
    company.rates = DailyRates(changed: 0, joined: 0, left: 0, returned: 0)
    try company.edit(user, "sys02-birthTime", value: "1990-03-01")
    var ages: [Part?] = []
    for _ in 0..<365 {
      company.advanceDay()
      let age = company.entry(user, "sys02-age")?.value
      if ages.last != age { ages.append(age) }
    }
    #expect(ages == [.text("35"), .text("36")])
  }

  @Test func `takes edits, and refuses those of unknown users and fields`() throws {
    var company = Company(seed: 1, people: 3)
    let user = company.user(0)
    try company.edit(user, "sys02-marriage", value: "2")
    #expect(company.entry(user, "sys02-marriage") == Entry(value: .text("2"), label: .text("已婚")))
    let items = company.items(user, group: "sys03")
    try company.edit(user, "sys03-major", item: items, value: "哲学")
    #expect(company.items(user, group: "sys03") == items + 1)
    try company.removeItem(user, group: "sys03", item: items)
    #expect(company.items(user, group: "sys03") == items)
    #expect(throws: SandboxError.unknownUser("x")) { try company.leave("x") }
    #expect(throws: SandboxError.unknownField("x")) { try company.edit(user, "x", value: "") }
    #expect(throws: SandboxError.unknownItem("sys03-major", items + 1)) {
      try company.edit(user, "sys03-major", item: items + 1, value: "")
    }
    #expect(throws: SandboxError.unknownItem("sys02-marriage", 1)) {
      try company.edit(user, "sys02-marriage", item: 1, value: "1")
    }
    #expect(throws: SandboxError.userExists(user)) { try company.join(user) }
  }
}
