import Tables
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

private struct Person {
  var name: Verbatim?
  var school: Verbatim
  var items: Int
  var since: Instant
}

@Suite struct OutputTableTests {
  private static let columns: [Column<Person>] = [
    Column("name", title: "name") { Datum($0.name) },
    Column("school", title: "毕业院校", isFlexible: true) { .text($0.school) },
    Column("items", title: "items", .trailing) { Datum($0.items) },
    .data("share") { .decimal(Double($0.items) / 3, digits: 2) },
    .shown("busy") { .flag($0.items > 9) },
    Column("since", title: "since") { .time($0.since) },
  ]

  private static let people = [
    Person(name: "欧阳娜娜", school: "北京大学", items: 2, since: Instant(milliseconds: 0)),
    Person(name: "Li \"Al\" 👩‍🔬", school: "Università di Bologna, Ravenna", items: 10, since: day),
    Person(name: nil, school: "", items: 103, since: day),
    Person(name: "两\n行", school: "e\u{301}cole, 巴黎高等师范学校", items: 0, since: day),
  ]
  private static let day = Instant(milliseconds: 1_767_225_600_123)

  private static func print(
    _ people: [Person],
    _ format: OutputFormat,
    width: Int? = nil
  ) throws -> String {
    let shanghai = try #require(Times(zone: "Asia/Shanghai"))
    var printed = ""
    let style = OutputTable<Person>.Style(format: format, times: shanghai, width: width)
    var report = OutputTable(columns, style: style, emptyNote: "Nobody.") { printed += $0 }
    for person in people { try report.add(person) }
    try report.finish()
    return printed
  }

  @Test(arguments: OutputFormat.allCases)
  func `rows are written as every format has them`(format: OutputFormat) throws {
    let printed = try Self.print(Self.people, format)
    #expect(Golden.difference(printed, "people.\(format)") == nil)
  }

  @Test(arguments: OutputFormat.allCases)
  func `no rows are written as every format has them`(format: OutputFormat) throws {
    let printed = try Self.print([], format)
    #expect(Golden.difference(printed, "nobody.\(format)") == nil)
  }

  @Test(arguments: OutputFormat.allCases)
  func `one row by itself is written as every format has it`(format: OutputFormat) throws {
    let shanghai = try #require(Times(zone: "Asia/Shanghai"))
    var printed = ""
    try OutputTable.one(
      Self.people[1],
      Self.columns,
      style: OutputTable.Style(format: format, times: shanghai)
    ) { printed += $0 }
    #expect(Golden.difference(printed, "person.\(format)") == nil)
  }

  @Test func `a table is cut to the terminal, and only where it may be`() throws {
    for width in [40, 60, 80, 200] {
      let printed = try Self.print(Self.people, .table, width: width)
      let widest = printed.split(separator: "\n").map { DisplayWidth.of($0) }.max() ?? 0
      #expect(widest <= max(width, 58))
      #expect(printed.contains("欧阳娜娜"))
    }
    let narrow = try Self.print(Self.people, .table, width: 64)
    #expect(Golden.difference(narrow, "people-64.table") == nil)
  }

  @Test func `the JSON of many rows is one array, which parses`() throws {
    let many = (0..<2500).map { index in
      Person(name: Verbatim("人\(index)"), school: "校", items: index, since: Self.day)
    }
    let document = try JSON(parsing: Array(try Self.print(many, .json).utf8))
    #expect(document.elements?.count == 2500)
    #expect(document.elements?.last?["name"]?.text == "人2499")
  }

  @Test func `beyond the sample a table goes on with the widths it has`() throws {
    let many = (0..<1500).map { index in
      let school: Verbatim = index == 1400 ? "很长很长的学校名" : "校"
      return Person(name: "人", school: school, items: index, since: Self.day)
    }
    let lines = try Self.print(many, .table).split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    #expect(lines.count == 1500 + 5)
    #expect(lines.contains { $0.contains("很长很长的学校名") })
    #expect(lines.contains("1500 rows, times in Asia/Shanghai"))
  }

  @Test(arguments: [
    (2.0 / 3, 2, "0.67"), (-0.004, 2, "0.00"), (-1.5, 1, "-1.5"), (107.25, 1, "107.3"),
    (3, 0, "3"), (.nan, 1, "0"), (0.05, 2, "0.05"),
  ])
  func `a decimal has the digits that were asked for`(number: Double, digits: Int, text: String) {
    #expect(Datum.decimal(number, digits: digits).plain == text)
  }
}
