import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// People by parts of what is known of them, and by the letters of their names in pinyin.
@Suite struct PeopleSearchTests {
  private static let fields: Set<FieldCode> = [
    "sys00-name", "sys00-jobNumber", "sys00-mainDept", "sys01-employeeStatus",
  ]

  private func text(_ value: Verbatim, label: Part = .missing) -> Content {
    .item(value: .text(value), label: label)
  }

  private func person(_ user: Verbatim, _ name: Verbatim, _ department: Verbatim) -> (
    Verbatim, [(FieldCode, Int, Content)]
  ) {
    (
      user,
      [
        ("sys00-name", 0, text(name)), ("sys00-jobNumber", 0, text(Verbatim("YS-\(user)"))),
        ("sys00-mainDept", 0, text(department)),
        ("sys01-employeeStatus", 0, text("3", label: .text("正式"))),
      ]
    )
  }

  private func found(_ text: String?, in bench: Bench, at entry: EntryID? = nil) throws
    -> [ListedPerson]
  {
    var people: [ListedPerson] = []
    let position = try entry.map { try bench.ledger.position(at: .entry($0)) }
    try bench.ledger.everybody(PeopleFilter(system: .dingtalk, text: text, position: position)) {
      people.append($0)
    }
    return people
  }

  @Test func `a name is found by its first letters in pinyin, surnames as they are read`()
    async throws
  {
    let bench = try Bench()
    let names: [Verbatim] = ["王敏", "曾国藩", "单雄信", "欧阳娜娜", "Anna 李", "wm-1", "重庆王"]
    try await bench.record(
      response(
        asked: Self.fields,
        users: names.enumerated().map { person(Verbatim("u\($0.offset)"), $0.element, "财务部") }
      )
    )
    for (search, expected) in [
      ("wm", ["王敏", "wm-1"]), ("WM", ["王敏", "wm-1"]), ("zgf", ["曾国藩"]), ("cgf", ["曾国藩"]),
      ("sxx", ["单雄信"]), ("oynn", ["欧阳娜娜"]), ("ynn", ["欧阳娜娜"]), ("nal", ["Anna 李"]),
      ("mw", []), ("m", ["wm-1"]), ("qw", ["重庆王"]), ("w m", []),
    ] {
      #expect(
        try found(search, in: bench).map { $0.person.name?.text ?? "" } == expected,
        "\(search)"
      )
    }
  }

  @Test func `department, status and last change are those of the position`() async throws {
    let bench = try Bench()
    try await bench.record(
      response(
        asked: Self.fields,
        users: [person("u1", "王敏", "财务部"), person("u2", "李娜", "工程部")]
      )
    )
    let before = try bench.ledger.position(at: .now).entry
    try await bench.record(response(asked: Self.fields, users: [person("u1", "王敏", "人事部")]))
    let now = try found("人事", in: bench)
    #expect(now.map(\.person.key.id) == ["u1"] && now[0].status == "正式")
    #expect(now[0].department == "人事部" && now[0].lastChange == bench.clock.now())
    let then = try found("财务", in: bench, at: before)
    #expect(then.map(\.person.key.id) == ["u1"] && then[0].lastChange == nil)
    #expect(try found("财务", in: bench).isEmpty)
    #expect(try found(nil, in: bench).map(\.lastChange) == [bench.clock.now(), nil])
  }
}
