import LedgerHistory
import Ledger
@testable import Operations
import Roster
import Testing

@Suite struct PlannerTests {
  private let catalog = [
    field("sys00-name", "姓名", group: "sys00"),
    field("sys02-marriage", "婚姻状况", group: "sys02", options: ["0": "未婚", "1": "已婚"]),
    field("sys02-address", "住址", group: "sys02"),
    field("sys03-major", "所学专业", group: "sys03", isDetail: true),
    field("sys03-graduateSchool", "毕业院校", group: "sys03", isDetail: true),
  ]

  private static func field(
    _ code: FieldCode,
    _ name: Verbatim,
    group: Verbatim,
    isDetail: Bool = false,
    options: KeyValuePairs<Verbatim, Verbatim> = [:]
  ) -> FieldDescription {
    FieldDescription(
      code: code,
      name: name,
      group: group,
      groupName: group,
      isDetail: isDetail,
      type: nil,
      isDerived: false,
      options: options.isEmpty ? nil : options.map { FieldOption(value: $0.key, label: $0.value) }
    )
  }

  private func held(_ cells: [CellAddress: Content]) -> [CellAddress: CurrentCell] {
    cells.mapValues { CurrentCell(event: 7, entry: 3, content: $0, source: .observed) }
  }

  private func context(
    _ held: [Verbatim: [CellAddress: Content]],
    behaviours: [String: String] = [:],
    absent: Set<Verbatim> = [],
    holders: [FieldCode: Int] = [:]
  ) -> Planner {
    Planner(
      system: .dingtalk,
      catalog: catalog,
      held: held.mapValues(self.held),
      absent: absent,
      behaviours: behaviours,
      holders: holders
    )
  }

  private func change(
    _ user: Verbatim,
    _ edits: [(CellAddress, Edit)],
    adding: [ItemAddition] = []
  ) -> UserChange {
    UserChange(user: user, edits: edits.map { CellEdit($0, $1) }, additions: adding)
  }

  /// Each cell of a plan as `field[item] action from→to reversibility`.
  private func lines(_ plan: Plan) -> [String] {
    plan.rows.flatMap(\.cells).map { cell in
      let from = cell.from.map { $0.value?.text ?? $0.presence.rawValue } ?? "?"
      let to = cell.to.value?.text ?? cell.to.presence.rawValue
      let suffix = cell.reversibility.map { " \($0)" } ?? ""
      return "\(cell.address.field)[\(cell.address.item)] \(cell.actionName) \(from)→\(to)\(suffix)"
    }
  }

  @Test func `what is there already is left alone`() {
    let known = context([
      "u1": [CellAddress("sys02-address"): .item(value: .text("北京"), label: .null)]
    ])
    let plan = known.plan(
      [change("u1", [(CellAddress("sys02-address"), .set(.text("北京")))])],
      limits: PlanLimits()
    )
    #expect(lines(plan) == ["sys02-address[0] unchanged 北京→北京"])
    #expect(plan.effective.isEmpty)
    #expect(plan.calls == 0)
  }

  @Test func `another value is set, and can be put back`() {
    let known = context([
      "u1": [CellAddress("sys02-marriage"): .item(value: .text("0"), label: .text("未婚"))]
    ])
    let plan = known.plan(
      [change("u1", [(CellAddress("sys02-marriage"), .set(.text("1")))])],
      limits: PlanLimits()
    )
    #expect(lines(plan) == ["sys02-marriage[0] set 0→1 exact"])
    #expect(plan.rows[0].cells[0].to.label == "已婚")
    #expect(plan.rows[0].cells[0].base == 7)
  }

  @Test(arguments: [
    ([:], "unproven"), (["emptyValue": "clears"], "residual"),
    (["emptyValue": "rejected"], "irreversible"),
  ])
  func `what had no value can only become empty`(behaviours: [String: String], expected: String) {
    let known = context(
      ["u1": [CellAddress("sys02-address"): .emptyList]],
      behaviours: behaviours
    )
    let plan = known.plan(
      [change("u1", [(CellAddress("sys02-address"), .set(.text("北京")))])],
      limits: PlanLimits()
    )
    #expect(lines(plan) == ["sys02-address[0] set emptyList→北京 \(expected)"])
  }

  @Test func `an option that has vanished cannot be put back`() {
    let known = context([
      "u1": [CellAddress("sys02-marriage"): .item(value: .text("9"), label: .text("离异"))]
    ])
    let plan = known.plan(
      [change("u1", [(CellAddress("sys02-marriage"), .set(.text("1")))])],
      limits: PlanLimits()
    )
    #expect(lines(plan) == ["sys02-marriage[0] set 9→1 irreversible"])
  }

  @Test func `a clear is refused where the tenant is known to refuse it`() {
    let known = context(
      ["u1": [CellAddress("sys02-address"): .item(value: .text("北京"), label: .null)]],
      behaviours: ["emptyValue": "rejected"]
    )
    let plan = known.plan(
      [change("u1", [(CellAddress("sys02-address"), .clear)])],
      limits: PlanLimits()
    )
    #expect(plan.rows.isEmpty)
    #expect(plan.refused.map(\.field) == ["sys02-address"])
  }

  @Test func `a new item comes after those that are there, and stays behind`() {
    let known = context([
      "u1": [
        CellAddress("sys03-major", 0): .item(value: .text("数学"), label: .null),
        CellAddress("sys03-graduateSchool", 1): .item(value: .missing, label: .missing),
      ]
    ])
    let addition = ItemAddition(
      group: "sys03",
      fields: [FieldEdit("sys03-major", .set(.text("物理")))]
    )
    let plan = known.plan(
      [change("u1", [], adding: [addition, addition])],
      limits: PlanLimits()
    )
    #expect(
      lines(plan) == [
        "sys03-major[2] append ?→物理 residual", "sys03-major[3] append ?→物理 residual",
      ]
    )
  }

  @Test func `an item that is not there cannot be edited`() {
    let known = context([
      "u1": [CellAddress("sys03-major", 0): .item(value: .text("数学"), label: .null)]
    ])
    let plan = known.plan(
      [change("u1", [(CellAddress("sys03-major", 1), .set(.text("物理")))])],
      limits: PlanLimits()
    )
    #expect(plan.rows.isEmpty)
    #expect(plan.refused.first?.why.contains("has 1 item in") == true)
  }

  @Test func `who is not there is refused, the others are planned`() {
    let plan = context(["u2": [:]], absent: ["u1"]).plan(
      [
        change("u1", [(CellAddress("sys02-address"), .set(.text("a")))]),
        change("u2", [(CellAddress("sys02-address"), .set(.text("a")))]),
      ],
      limits: PlanLimits()
    )
    #expect(plan.refused.map(\.user) == ["u1"])
    #expect(plan.rows.map(\.user) == ["u2"])
  }

  @Test func `a row says which detail groups have items that it does not write to`() {
    let school: FieldCode = "sys03-graduateSchool"
    func item(_ text: Verbatim) -> Content { .item(value: .text(text), label: .null) }
    let known = context([
      "both": [CellAddress(school, 0): item("a"), CellAddress(school, 1): item("b")],
      "one": [CellAddress(school, 0): item("a")],
      "blank": [CellAddress(school, 0): item("a"), CellAddress(school, 1): item("")],
      "none": [CellAddress(school, 0): .emptyList],
    ])
    func unmentioned(
      _ user: Verbatim,
      _ edits: [(Int, Verbatim)],
      adding: Bool = false
    ) -> [Verbatim] {
      let field = FieldEdit(school, .set(.text("new")))
      let wanted = change(
        user,
        edits.map { (CellAddress(school, $0.0), .set(.text($0.1))) },
        adding: adding ? [ItemAddition(group: "sys03", fields: [field])] : []
      )
      return known.plan([wanted], limits: PlanLimits()).rows.flatMap(\.unmentioned)
    }
    #expect(unmentioned("both", [(0, "x")]) == ["sys03"])
    #expect(unmentioned("both", [(0, "x"), (1, "y")]) == [])
    // What holds what is wanted already is not sent.
    #expect(unmentioned("both", [(0, "x"), (1, "b")]) == ["sys03"])
    #expect(unmentioned("both", [(0, "a")]) == [])
    #expect(unmentioned("one", [(0, "x")]) == [])
    #expect(unmentioned("one", [], adding: true) == ["sys03"])
    #expect(unmentioned("blank", [(0, "x")]) == [])
    #expect(unmentioned("none", [], adding: true) == [])
  }

  @Test func `too many people, and too much emptied, is refused`() {
    let users = (1...6).map { Verbatim("u\($0)") }
    let value = Content.item(value: .text("北京"), label: .null)
    let known = context(
      Dictionary(uniqueKeysWithValues: users.map { ($0, [CellAddress("sys02-address"): value]) }),
      holders: ["sys02-address": 60]
    )
    let changes = users.map { change($0, [(CellAddress("sys02-address"), .clear)]) }
    let plan = known.plan(changes, limits: PlanLimits(maximumUsers: 5))
    #expect(plan.refused.count == 2)
    #expect(plan.refused[0].why.contains("changes 6 people, and at most 5"))
    #expect(plan.refused[1].why.contains("6 of the 60 people"))
    #expect(
      known.plan(changes, limits: PlanLimits(maximumUsers: 6, maximumEmptied: 10))
        .refused.isEmpty
    )
  }

  @Test func `what a list no longer has is cleared with it`() {
    var known = Planner(system: .maycur)
    known.held["E1"] = held([
      CellAddress("roleNames", 0): .item(value: .text("员工"), label: .missing),
      CellAddress("roleNames", 1): .item(value: .text("经理"), label: .missing),
      CellAddress("email"): .item(value: .text("a@b.c"), label: .missing),
    ])
    let wanted = UserChange(
      user: "E1",
      edits: [CellEdit(CellAddress("roleNames", 0), .set(.text("总监")))],
      wholes: ["roleNames"]
    )
    let plan = known.plan([wanted], limits: PlanLimits())
    #expect(
      lines(plan) == ["roleNames[0] set 员工→总监 exact", "roleNames[1] clear 经理→gone exact"]
    )
    #expect(plan.rows[0].cells.map(\.isImplied) == [false, true])
  }
}
