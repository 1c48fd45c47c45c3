import Roster
import VerbatimJSON

/// `queryonjob`: the list of the active people, by an opaque cursor.
extension Simulation {
  func users(_ body: RequestBody) throws(SandboxRefusal) -> SimulatedResponse {
    let statuses = Set(body.list("status_list"))
    guard
      !statuses.isEmpty, let offset = body.integer("offset"), let size = body.integer("size"),
      1...Int64(limits.usersPerPage) ~= size
    else { throw .badParameter }
    let start = try position(of: offset)
    let listed = listed(statuses, from: start)
    let page = Array(listed.prefix(length(of: Int(size), at: start)))
    let following = listed.dropFirst(page.count).first
    var result: [JSON.Member] = [
      .init(key: "data_list", value: .strings(page.map(\.userid.text)))
    ]
    if let following {
      let cursor = JSON.integer(cursor(at: following.number))
      result.insert(.init(key: "next_cursor", value: cursor), at: 0)
    } else if quirks.cursorEnd == .zero {
      result.insert(.init(key: "next_cursor", value: 0), at: 0)
    }
    return success(.object(result))
  }

  /// The people with some statuses in the user list, from an index on.
  private func listed(_ statuses: Set<Verbatim>, from start: Int) -> [Employee] {
    let place = company.catalog.place(of: "sys01-employeeStatus")
    let all = company.active.filter { employee in
      let status = place.flatMap(employee.text) ?? ""
      return statuses.contains(Verbatim(status.isEmpty ? "-1" : status))
    }
    let count = Int((Double(all.count) * min(1, max(0, company.listedShare))).rounded())
    return all.prefix(count).filter { $0.number >= start }
  }

  /// The length of a page, which may be less than requested.
  private func length(of size: Int, at start: Int) -> Int {
    var chance = SeededRandom(company.seed, 5, UInt64(start))
    switch quirks.shortPages {
    case .never: return size
    case .some: return chance.happens(0.3) ? max(1, size - 3) : size
    case .often: return max(1, chance.within((size / 2)...size))
    }
  }

  private func cursor(at number: Int) -> Int { number * 7919 + 538_491 }

  private func position(of cursor: Int64) throws(SandboxRefusal) -> Int {
    if cursor == 0 { return 0 }
    let distance = cursor - 538_491
    guard distance > 0, distance % 7919 == 0 else { throw .badParameter }
    return Int(distance / 7919)
  }

  /// A successful response with a result.
  func success(_ result: JSON, isApplied: Bool = false) -> SimulatedResponse {
    var members: [JSON.Member] = [
      .init(key: "result", value: result),
      .init(key: "success", value: .bool(quirks.successFlag == .truthful)),
    ]
    if quirks.errorCode == .always {
      members.append(.init(key: "errcode", value: 0))
      members.append(.init(key: "errmsg", value: "ok"))
    }
    members.append(.init(key: "request_id", value: .string(requestID())))
    return SimulatedResponse(body: JSON.object(members).bytes, code: 0, isApplied: isApplied)
  }
}
