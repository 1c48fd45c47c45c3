import Roster
import VerbatimJSON

/// `v2/list`: fields of users.
extension Simulation {
  mutating func list(_ body: RequestBody, now: Instant) throws(SandboxRefusal) -> SimulatedResponse
  {
    var users = body.list("userid_list")
    var fields = body.list("field_filter_list")
    guard !users.isEmpty else { throw .badParameter }
    if users.count > limits.usersPerRead || fields.count > limits.fieldsPerRead {
      guard quirks.overLimit == .truncates else { throw .badParameter }
      users = Array(users.prefix(limits.usersPerRead))
      fields = Array(fields.prefix(limits.fieldsPerRead))
    }
    let failing = failingUsers
    for user in users {
      if let code = faults.failUsers[user] { throw .user(code) }
      if failing.contains(user) { throw .badParameter }
    }
    let found = try found(users, now: now)
    return rosterAnswer(found, places(of: try readCodes(of: fields)))
  }

  /// The employees with user keys, each once, in another order than the request's.
  private mutating func found(
    _ users: [Verbatim],
    now: Instant
  ) throws(SandboxRefusal) -> [Employee] {
    var seen: Set<Verbatim> = []
    var found: [Employee] = []
    for user in users where seen.insert(user).inserted {
      guard let employee = company.employee(user), !employee.hasLeft || quirks.leavers == .listed
      else {
        if quirks.unknownUser == .failsCall { throw .badParameter }
        continue
      }
      found.append(visible(employee, now: now))
    }
    guard found.count > 1 else { return found }
    let turn = found.count / 3
    return Array(found[turn...].reversed() + found[..<turn])
  }

  /// What reads return for an employee now.
  private mutating func visible(_ employee: Employee, now: Instant) -> Employee {
    guard let waiting = lagging[employee.userid] else { return employee }
    let left = waiting.filter { $0.until > now }
    lagging[employee.userid] = left.isEmpty ? nil : left
    return left.first?.before ?? employee
  }

  /// The read codes in a filter; for write codes, the quirk decides.
  private func readCodes(of codes: [FieldCode]) throws(SandboxRefusal) -> [FieldCode] {
    let quirk = quirks.catalogCodes
    guard quirk == .chineseMapped || quirk == .chineseRefused else { return codes }
    var read: [FieldCode] = []
    for code in codes {
      guard company.catalog.field(code) == nil,
        let field = company.catalog.field(writtenBy: code)
      else {
        read.append(code)
        continue
      }
      if quirk == .chineseRefused { throw .badParameter }
      read.append(field.code)
    }
    return read
  }

  /// The requested fields and those that come back with them, or all; without withheld ones.
  private func places(of codes: [FieldCode]) -> Set<FieldPlace> {
    var asked = Set(codes)
    for (field, extra) in RosterRenderer.extras where asked.contains(field) { asked.insert(extra) }
    var places: Set<FieldPlace> = []
    for (group, described) in company.catalog.groups.enumerated() {
      for (field, of) in described.fields.enumerated()
      where company.isReadable(of) && (asked.isEmpty || asked.contains(of.code)) {
        places.insert(FieldPlace(group: group, field: field))
      }
    }
    return places
  }

  private mutating func rosterAnswer(
    _ employees: [Employee],
    _ fields: Set<FieldPlace>
  ) -> SimulatedResponse {
    var output = Array(#"{"result":["#.utf8)
    output.reserveCapacity(employees.count * 12_000)
    for (index, employee) in employees.enumerated() {
      output.append(contentsOf: (index == 0 ? #"{"corp_id":"# : #",{"corp_id":"#).utf8)
      RosterRenderer.write(company.corpID.text, to: &output)
      output.append(contentsOf: #","field_data_list":["#.utf8)
      output.append(
        contentsOf: renderer.fieldData(of: employee, fields, in: company)
      )
      output.append(contentsOf: #"],"userid":"#.utf8)
      RosterRenderer.write(employee.userid.text, to: &output)
      output.append(contentsOf: #","unionid":"#.utf8)
      RosterRenderer.write(employee.unionid.text, to: &output)
      output.append(0x7D)
    }
    output.append(contentsOf: "],".utf8)
    let tail = success(.null).body.dropFirst(#"{"result":null,"#.utf8.count)
    output.append(contentsOf: tail)
    return SimulatedResponse(body: output, code: 0)
  }
}
