import Ledger
import RollbookTestSupport
import Roster

/// A ledger of four people over two days, small enough that a person can check what is printed.
enum SmallCompany {
  private static let fields = [
    field("sys00-name", "姓名", "sys00", "基本信息"),
    field("sys00-jobNumber", "工号", "sys00", "基本信息"),
    field("sys00-mobile", "手机号", "sys00", "基本信息"),
    field("sys01-employeeStatus", "员工状态", "sys01", "工作信息"),
    field("sys03-highestEdu", "最高学历", "sys03", "学历信息", isDetail: true),
    field("sys03-graduateSchool", "毕业院校", "sys03", "学历信息", isDetail: true),
  ]

  private static func field(
    _ code: FieldCode,
    _ name: Verbatim,
    _ group: Verbatim,
    _ groupName: Verbatim,
    isDetail: Bool = false
  ) -> FieldDescription {
    FieldDescription(
      code: code,
      name: name,
      group: group,
      groupName: groupName,
      isDetail: isDetail,
      type: "TextField",
      isDerived: false,
      options: nil
    )
  }

  private static func cell(
    _ field: FieldCode,
    _ value: Part,
    _ label: Part = .missing,
    item: Int = 0
  ) -> Cell {
    Cell(CellAddress(field, item), .item(value: value, label: label))
  }

  private static func person(
    _ user: Verbatim,
    _ name: Verbatim,
    _ number: Verbatim,
    mobile: Part,
    status: (Verbatim, Verbatim),
    schools: [Verbatim]
  ) -> UserResponse {
    var cells = [
      cell("sys00-name", .text(name)),
      cell("sys00-jobNumber", .text(number)),
      cell("sys00-mobile", mobile),
      cell("sys01-employeeStatus", .text(status.0), .text(status.1)),
    ]
    for (index, school) in schools.enumerated() {
      cells.append(cell("sys03-highestEdu", .text("3"), .text("本科"), item: index))
      cells.append(cell("sys03-graduateSchool", .text(school), item: index))
    }
    if schools.isEmpty { cells.append(Cell(CellAddress("sys03-graduateSchool"), .emptyList)) }
    return UserResponse(user: user, cells: cells)
  }

  private static let firstDay = [
    person(
      "manager4220",
      "欧阳娜娜",
      "0012",
      mobile: .text("+86-13800000001"),
      status: ("3", "正式"),
      schools: ["北京大学", "Università di Bologna"]
    ),
    person("0456", "张伟", "0013", mobile: .text(""), status: ("2", "试用"), schools: []),
    person("0457", "张伟", "0014", mobile: .null, status: ("3", "正式"), schools: ["复旦大学"]),
  ]

  private static let secondDay = [
    person(
      "manager4220",
      "欧阳娜娜",
      "0012",
      mobile: .text("+86-13900000009"),
      status: ("3", "正式"),
      schools: ["北京大学"]
    ),
    person("0456", "张伟", "0013", mobile: .text(""), status: ("3", "正式"), schools: []),
    person("0500", "李\n雷", "0015", mobile: .missing, status: ("2", "试用"), schools: ["清华大学"]),
  ]

  /// Creates the ledger at a path, with the clock's times.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - timekeeper: The clock; afterwards it is an hour after the last fetch.
  /// - Throws: `LedgerError`.
  static func found(at path: String, _ timekeeper: ManualTimekeeper) async throws {
    let ledger = try Ledger.create(at: path, now: timekeeper.now())
    try await fetch(firstDay, absent: [], reason: nil, into: ledger, timekeeper)
    timekeeper.advance(by: .seconds(86_400))
    try await fetch(
      secondDay,
      absent: [AbsentUser(user: "0999", code: "400023", message: "用户不存在")],
      reason: "月度核对",
      into: ledger,
      timekeeper
    )
    timekeeper.advance(by: .seconds(3600))
  }

  private static func fetch(
    _ people: [UserResponse],
    absent: [AbsentUser],
    reason: Verbatim?,
    into ledger: Ledger,
    _ timekeeper: ManualTimekeeper
  ) async throws {
    let request = OperationRequest(
      kind: .fetch,
      system: .dingtalk,
      actor: "hr@payroll-host",
      reason: reason,
      parameters: "{}",
      program: "test"
    )
    let writer = try await ledger.begin(request, wait: .zero, timekeeper: timekeeper)
    let asked = timekeeper.now()
    timekeeper.advance(by: .milliseconds(250))
    let now = timekeeper.now()
    _ = try writer.append(
      CatalogResponse(
        system: .dingtalk,
        fields: fields,
        askedAt: asked,
        receivedAt: now,
        requestID: nil
      ),
      now: now
    )
    _ = try writer.append(
      Enumeration(
        system: .dingtalk,
        users: people.map(\.user),
        askedAt: asked,
        receivedAt: now,
        requestID: nil
      ),
      limit: ShrinkLimit(),
      now: now
    )
    _ = try writer.append(
      RosterResponse(
        system: .dingtalk,
        company: "ding123",
        asked: Set(fields.map(\.code)),
        users: people,
        absent: absent,
        askedAt: asked,
        receivedAt: now,
        requestID: "r1"
      ),
      now: now
    )
    timekeeper.advance(by: .seconds(2))
    try writer.close(.finished, now: timekeeper.now())
  }
}
