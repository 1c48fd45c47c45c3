import LedgerHistory
import DingTalk
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// A field is read by one code and written by another, and the catalog gives either.
@Suite struct FieldCodeTests {
  private static let readings: [Quirks] = [Quirks.lenient, .strict].flatMap { preset in
    QuirkTable.CatalogCodes.allCases.map { reading in
      var quirks = preset
      quirks.catalogCodes = reading
      return quirks
    }
  }

  @Test(arguments: readings, [true, false])
  func `from a fresh ledger, what a push overwrites in sys00 is put back`(
    _ quirks: Quirks,
    isFetchedFirst: Bool
  ) async throws {
    try await PushScene.play(people: 12, quirks: quirks) { scene in
      let user = await scene.people()[1]
      let wanted: [(FieldCode, String)] = [
        ("sys00-mobile", "13811112222"), ("sys00-position", "顾问"), ("sys00-workPlace", "成都"),
      ]
      var before: [String?] = []
      for (field, _) in wanted { before.append(await scene.value(user, field)) }
      if isFetchedFirst {
        let fetched = try await scene.fetch()
        #expect(fetched.result.status == .finished)
        let held = try scene.ledger.held(UserKey(.dingtalk, user))
        for ((field, _), value) in zip(wanted, before) {
          #expect(held[CellAddress(field)]?.content.value?.text == value, "\(field)")
        }
      }
      let pushed = try await scene.push([wants(user, wanted)])
      #expect(pushed.error == nil)
      #expect(pushed.result.counts.verified == 1)
      #expect(await scene.value(user, "sys00-position") == "顾问")
      let undone = try await scene.rollBack(pushed.result.operation)
      #expect(undone.restored == wanted.count)
      for ((field, _), value) in zip(wanted, before) {
        #expect(await scene.value(user, field) == value, "\(field)")
      }
      try scene.checkBook()
    }
  }

  /// 130 people with a field that no page of the vendor's lists.
  private static func company() -> Company {
    func field(_ code: FieldCode, _ name: Verbatim, _ group: Verbatim) -> FieldDescription {
      FieldDescription(
        code: code,
        writeCode: group == "sys00" ? name : nil,
        name: name,
        group: group,
        groupName: group,
        isDetail: false,
        type: "TextField",
        isDerived: false,
        options: nil
      )
    }
    let fields = [
      field("sys00-name", "姓名", "sys00"), field("sys00-nickName", "花名", "sys00"),
      field("sys02-address", "住址", "sys02"),
    ]
    let people = (0..<130).map { number in
      (
        user: Verbatim("u\(number)"),
        cells: [("sys00-name", "N"), ("sys00-nickName", "花"), ("sys02-address", "A")].map {
          let value = Part.text(Verbatim("\($0.1)\(number)"))
          return Cell(CellAddress(FieldCode($0.0)), .item(value: value, label: value))
        }
      )
    }
    return Company(corpID: "ding7", fields: fields, people: people)
  }

  @Test(arguments: QuirkTable.CatalogCodes.allCases, [[], ["住址"]] as [Set<Verbatim>])
  func `a field whose read code is not known is found where it can be, and costs no other`(
    _ reading: QuirkTable.CatalogCodes,
    never: Set<Verbatim>
  ) async throws {
    var quirks = Quirks.lenient
    quirks.catalogCodes = reading
    try await FetchScene.play(people: 0, company: Self.company(), quirks: quirks) { scene in
      let outcome = try await scene.fetch(Stage.request(never: never))
      #expect(outcome.error == nil && outcome.result.users == 130)
      let isFound = reading == .equal || reading == .chineseMapped || never.isEmpty
      let rows = try scene.roster()
      func count(_ field: FieldCode) -> Int { rows.count { $0.field == field } }
      #expect(count("sys00-name") == 130)
      #expect(count("sys02-address") == (never.isEmpty ? 130 : 0))
      #expect(count("sys00-nickName") == (isFound ? 130 : 0))
      #expect(rows.count == outcome.result.values)
      let unheld = (outcome.result.findings ?? []).filter { $0.kind == .fieldHeldByNobody }
      #expect(unheld.map(\.field) == (isFound ? [] : ["花名"]))
      #expect(unheld.map(\.count) == (isFound ? [] : [130]))
      let whole = try scene.ledger.lastWholeFetch()
      #expect(whole?.operation == 1 && whole?.unheld == unheld)
      let code: FieldCode = isFound ? "sys00-nickName" : "花名"
      let described = try scene.ledger.fields(.dingtalk).first { $0.writeCode == "花名" }
      #expect(described?.code == code)
      for call in scene.server.journal(.list) where !never.isEmpty {
        #expect(call.text.contains("field_filter_list") && !call.text.contains("sys02-address"))
      }

      let calls = scene.server.journal(.list).count
      let again = try await scene.fetch(Stage.request(never: never))
      #expect(again.result.changed == 0 && again.result.values == outcome.result.values)
      if isFound { #expect(scene.server.journal(.list).count == calls + 2) }
      #expect(try scene.ledger.fields(.dingtalk).first { $0.writeCode == "花名" } == described)
      try scene.checkBook()
    }
  }

  @Test func `an unknown value is only overwritten if that is allowed`() async throws {
    var quirks = Quirks.lenient
    quirks.catalogCodes = .chineseRefused
    try await PushScene.play(people: 0, company: Self.company(), quirks: quirks) { scene in
      let change = UserChange(
        user: "u1",
        edits: [CellEdit(CellAddress("花名"), .set(.text("新")))]
      )
      let refused = try await scene.push([change])
      guard case .refused(let why)? = refused.error as? PushError else {
        return #expect(Bool(false), "\(String(describing: refused.error))")
      }
      #expect(why.map(\.field) == ["花名"])
      #expect(why.first?.why.contains("--allow-unobserved") == true)
      #expect(scene.server.journal(.update).isEmpty)
      var rules = PushScene.generous
      rules.limits.allowsUnobserved = true
      let allowed = try await scene.push([change], rules: rules)
      let cell = try #require(allowed.plan?.rows.first?.cells.first)
      #expect(cell.reversibility == .irreversible && cell.from == nil)
      #expect(await scene.value("u1", "sys00-nickName") == "新")
      try scene.checkBook()
    }
  }

  @Test
  func
    `an item with a field that nobody ever saw cannot be found again, and is only added where that is allowed`()
    async throws
  {
    var quirks = Quirks.lenient
    quirks.catalogCodes = .chineseRefused
    let fields = [
      FieldDescription(
        code: "sys00-name",
        name: "姓名",
        group: "sys00",
        groupName: "基本信息",
        isDetail: false,
        type: "TextField",
        isDerived: false,
        options: nil
      ),
      FieldDescription(
        code: "custom-medal",
        writeCode: "奖章",
        name: "奖章",
        group: "custom",
        groupName: "荣誉",
        isDetail: true,
        type: "TextField",
        isDerived: false,
        options: nil
      ),
    ]
    let name = Cell(CellAddress("sys00-name"), .item(value: .text("李"), label: .text("李")))
    let company = Company(corpID: "ding7", fields: fields, people: [(user: "u1", cells: [name])])
    try await PushScene.play(people: 0, company: company, quirks: quirks) { scene in
      let addition = ItemAddition(group: "custom", fields: [FieldEdit("奖章", .set(.text("金")))])
      let change = UserChange(user: "u1", edits: [], additions: [addition])
      let refused = try await scene.push([change])
      guard case .refused(let why)? = refused.error as? PushError else {
        return #expect(Bool(false), "\(String(describing: refused.error))")
      }
      #expect(why.map(\.field) == ["奖章"])
      #expect(why.first?.why.contains("could not be found again") == true)
      #expect(scene.server.journal(.update).isEmpty)
      var rules = PushScene.generous
      rules.limits.allowsUnobserved = true
      let allowed = try await scene.push([change], rules: rules)
      #expect(allowed.plan?.rows.first?.cells.map(\.reversibility) == [.irreversible])
      #expect(await scene.value("u1", "custom-medal") == "金")
      try scene.checkBook()
    }
  }

  @Test func `words that keep nothing back are named`() async throws {
    try await FetchScene.play(people: 5) { scene in
      let never: Set<Verbatim> = ["证件号", "手机号", "sys00-deptIds", "sys02-certNO"]
      let outcome = try await scene.fetch(Stage.request(never: never))
      #expect(outcome.error == nil)
      #expect(outcome.idleWords == ["sys02-certNO", "证件号"])
      #expect(try await scene.fetch().idleWords.isEmpty)
    }
  }

  @Test func `an absent value counts once the code returned a value for any person`()
    async throws
  {
    try await PushScene.play(people: 40) { scene in
      let user = await scene.people()[1]
      try await scene.server.withCompany { try $0.set(user, "sys00-remark", nil) }
      let early = try await scene.push([wants(user, [("sys00-remark", "neu")])])
      #expect(early.error?.name == "planRefused")
      _ = try await scene.fetch()
      let outcome = try await scene.push([wants(user, [("sys00-remark", "neu")])])
      #expect(outcome.error == nil && outcome.result.counts.verified == 1)
    }
  }

  @Test(arguments: ["sys02-certNo", "证件号码"] as [Verbatim])
  func `what is never to be read is named by either code or its name`(
    _ word: Verbatim
  ) async throws {
    try await FetchScene.play(people: 30) { scene in
      let outcome = try await scene.fetch(Stage.request(never: [word, "手机号", "sys00-deptIds"]))
      #expect(outcome.result.status == .finished)
      let fields = Set(try scene.roster().map(\.field))
      #expect(fields.isDisjoint(with: ["sys02-certNo", "sys00-mobile", "sys00-deptIds"]))
      #expect(fields.isSuperset(of: ["sys00-name", "sys00-dept"]))
      for call in scene.server.journal(.list) {
        #expect(!call.text.contains("certNo") && !call.text.contains("mobile"))
      }
    }
  }

  @Test func `fields are asked for by either code or a name, and never by a name of several`()
    async throws
  {
    try await FetchScene.play(people: 8) { scene in
      let outcome = try await scene.fetch(
        Stage.request(fields: ["手机号", "sys00-name", "住址"])
      )
      #expect(outcome.error == nil)
      let fields = Set(try scene.roster().map(\.field))
      #expect(fields == ["sys00-mobile", "sys00-name", "sys02-address"])
      let unknown = try await scene.fetch(Stage.request(fields: ["手机"]))
      #expect(unknown.error as? FetchError == .unknownFields(["手机"]))
      let forbidden = try await scene.fetch(
        Stage.request(fields: ["手机号"], never: ["sys00-mobile"])
      )
      #expect(forbidden.error as? FetchError == .fieldsNeverFetched(["sys00-mobile"]))
    }
  }
}
