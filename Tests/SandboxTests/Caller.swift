import RollbookTestSupport
import Roster
import Sandbox
import VerbatimJSON

/// Calls a simulation as a client would, without a socket; each call takes a second.
struct Caller {
  var simulation: Simulation
  var now = Instant(milliseconds: 1_767_225_600_000)
  private var token = ""

  init(
    _ quirks: Quirks = .lenient,
    people: Int = 20,
    seed: UInt64 = 1,
    limits: SandboxLimits = .standard
  ) {
    let company = Company(seed: seed, people: people)
    simulation = Simulation(company: company, quirks: quirks, limits: limits)
    token = logIn()["access_token"]?.text ?? ""
  }

  mutating func logIn() -> JSON {
    let credentials = simulation.credentials
    return send(
      Call(
        "GET",
        Endpoint.token.path,
        query: ["appkey": credentials.appKey, "appsecret": credentials.appSecret]
      )
    )
  }

  mutating func send(_ call: Call) -> JSON {
    now = now + .seconds(1)
    return json(simulation.answer(call, now: now))
  }

  func json(_ response: SimulatedResponse) -> JSON { (try? JSON(parsing: response.body)) ?? .null }

  func call(_ endpoint: Endpoint, _ body: JSON, token: String? = nil) -> Call {
    Call(
      endpoint.method,
      endpoint.path,
      query: ["access_token": token ?? self.token],
      body: body.bytes
    )
  }

  /// Posts a body with the agent's id before its members.
  mutating func post(_ endpoint: Endpoint, _ body: JSON = [:]) -> JSON {
    let agent = JSON.Member(key: "agentid", value: .integer(simulation.credentials.agentID))
    return send(call(endpoint, .object([agent] + (body.members ?? []))))
  }

  /// Writes sections of a group of a user; gives the code.
  mutating func write(_ user: Verbatim, _ group: String, _ sections: [JSON]) -> Int64? {
    write(user, [Self.group(group, sections)])
  }

  mutating func write(_ user: Verbatim, _ groups: [JSON]) -> Int64? {
    post(.update, ["param": ["userid": .string(user.text), "groups": .array(groups)]])["errcode"]?
      .integer
  }

  static func group(_ id: String, _ sections: [JSON]) -> JSON {
    ["group_id": .string(id), "sections": .array(sections)]
  }

  static func section(_ oldIndex: Int?, _ values: [(String, JSON)]) -> JSON {
    let fields = JSON.array(values.map { ["field_code": .string($0.0), "value": $0.1] })
    guard let oldIndex else { return ["section": fields] }
    return ["old_index": .integer(oldIndex), "section": fields]
  }

  /// Reads one field of one user: its items as `index:value`, missing values as `index:-`.
  mutating func read(_ user: Verbatim, _ field: String) -> [String]? {
    let response = post(
      .list,
      ["userid_list": .string(user.text), "field_filter_list": .string(field)]
    )
    guard let fields = response["result"]?.elements?.first?["field_data_list"]?.elements else {
      return nil
    }
    let found = fields.first { $0["field_code"]?.text == field }
    return found?["field_value_list"]?.elements?.map { item in
      "\(item["item_index"]?.integer ?? -1):\(item["value"]?.text ?? "-")"
    }
  }

  /// Everybody whom the list of users gives, page by page, with the length of each page.
  mutating func everybody(size: Int = 50) -> (users: [String], pages: [Int]) {
    var users: [String] = []
    var pages: [Int] = []
    var cursor: Int64? = 0
    while let offset = cursor, pages.count < 200 {
      let response = post(
        .users,
        ["status_list": "2,3,5,-1", "offset": .integer(offset), "size": .integer(size)]
      )
      let page = response["result"]?["data_list"]?.elements?.compactMap(\.text) ?? []
      users += page
      pages.append(page.count)
      cursor = response["result"]?["next_cursor"]?.integer
      if cursor == 0 { break }
    }
    return (users, pages)
  }
}

extension Company {
  /// The user who came as the `number`th, from 0.
  func user(_ number: Int) -> Verbatim { employees[number].userid }
}
