import Roster
import VerbatimJSON

/// The people who left and their reasons, in both families of calls.
extension Simulation {
  /// The number of leavers in one page or one request.
  private static let leaversPerPage = 50

  private var leavers: [Employee] { company.employees.filter { $0.hasLeft && $0.leaving != nil } }

  /// `GET /v1.0/hrm/employees/dismissions`: a page of the people who left.
  func dismissions(_ call: Call) throws(NewerRefusal) -> SimulatedResponse {
    let start = call.query["nextToken"].map { $0.isEmpty ? 0 : Int($0) ?? -1 } ?? 0
    guard let size = call.query["maxResults"].flatMap({ Int($0) }), start >= 0,
      1...Self.leaversPerPage ~= size
    else { throw .invalidParameter }
    let left = leavers
    let page = left.dropFirst(start).prefix(size)
    let end = start + page.count
    let hasMore = end < left.count
    var members: [JSON.Member] = [
      .init(key: "hasMore", value: .bool(hasMore)),
      .init(key: "userIdList", value: .strings(page.map(\.userid.text))),
    ]
    if hasMore {
      members.append(.init(key: "nextToken", value: .integer(end)))
    } else if quirks.leaversLastPage == .sameToken {
      members.append(.init(key: "nextToken", value: .integer(start)))
    }
    return SimulatedResponse(body: JSON.object(members).bytes, code: 0)
  }

  /// `GET /v1.0/hrm/employees/dimissionInfos`: when and why people left.
  ///
  /// The ids come as a JSON list, as the official client sends them, each perhaps quoted once more,
  /// or as a repeated parameter.
  func dimissionInfos(_ call: Call) throws(NewerRefusal) -> SimulatedResponse {
    let given = call.queries["userIdList"] ?? []
    let users = given.flatMap { text -> [String] in
      guard let list = (try? JSON(parsing: text))?.elements else { return [text] }
      return list.compactMap { $0.text ?? nil }.map { $0.trimming("\"") }
    }
    guard !users.isEmpty, users.count <= Self.leaversPerPage else { throw .invalidParameter }
    let known = Set(leavers.map(\.userid))
    if quirks.newerUnknownUser == .failsCall, !users.allSatisfy({ known.contains(Verbatim($0)) }) {
      throw .invalidParameter
    }
    let document: JSON = ["result": .array(infos(users.map { Verbatim($0) }))]
    return SimulatedResponse(body: document.bytes, code: 0)
  }

  /// `querydimission`: the older list of the people who left.
  func leaverList(_ body: RequestBody) throws(SandboxRefusal) -> SimulatedResponse {
    guard let offset = body.integer("offset"), let size = body.integer("size"), offset >= 0,
      1...Int64(Self.leaversPerPage) ~= size
    else { throw .badParameter }
    let left = leavers
    let page = left.dropFirst(Int(offset)).prefix(Int(size))
    let end = Int(offset) + page.count
    var members: [JSON.Member] = [
      .init(key: "data_list", value: .strings(page.map(\.userid.text)))
    ]
    if end < left.count { members.append(.init(key: "next_cursor", value: .integer(end))) }
    return success(.object(members))
  }

  /// `querypreentry`: people before their first day; the made-up company has none.
  func preentryList(_ body: RequestBody) throws(SandboxRefusal) -> SimulatedResponse {
    guard body.integer("offset") != nil, let size = body.integer("size"),
      1...Int64(Self.leaversPerPage) ~= size
    else { throw .badParameter }
    return success(["data_list": []])
  }

  /// `listdimission`: when and why people left, in the older family's names.
  func leaverInfos(_ body: RequestBody) throws(SandboxRefusal) -> SimulatedResponse {
    let users = body.list("userid_list")
    guard !users.isEmpty, users.count <= Self.leaversPerPage else { throw .badParameter }
    let older = [
      "userId": "userid", "lastWorkDay": "last_work_day", "preStatus": "pre_status",
      "voluntaryReason": "voluntary_reason", "passiveReason": "passive_reason",
      "reasonMemo": "reason_memo", "mainDeptId": "main_dept_id", "mainDeptName": "main_dept_name",
    ]
    return success(.array(infos(users)).renamed { older[$0] })
  }

  private func infos(_ users: [Verbatim]) -> [JSON] {
    users.compactMap { user in
      guard let employee = company.employee(user), employee.hasLeft, let leaving = employee.leaving
      else { return nil }
      // Midnight in China, in milliseconds.
      let day = leaving.lastWorkDay.days(since: .epoch) * 86_400_000 - 28_800_000
      func text(_ code: FieldCode) -> String {
        company.catalog.place(of: code).flatMap(employee.text) ?? ""
      }
      return [
        "userId": .string(employee.userid.text),
        "name": .string(text("sys00-name")),
        "lastWorkDay": .integer(day),
        "status": 2,
        "preStatus": .integer(leaving.statusBefore),
        "voluntaryReason": .strings(leaving.voluntaryReasons),
        "passiveReason": .strings(leaving.passiveReasons),
        "reasonMemo": .string(leaving.memo),
        "mainDeptId": .number(text("sys00-mainDeptId").nonEmptyDigits ?? "1"),
        "mainDeptName": .string(text("sys00-mainDept")),
      ]
    }
  }
}

extension String {
  /// The text without a character at both ends.
  fileprivate func trimming(_ character: Character) -> String {
    var text = Substring(self)
    while text.first == character { text = text.dropFirst() }
    while text.last == character { text = text.dropLast() }
    return String(text)
  }

  fileprivate var nonEmptyDigits: String? { Int64(self).map { String($0) } }
}
