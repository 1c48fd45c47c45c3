import Roster
import VerbatimJSON

/// `v2/update`: writes values of one user, or adds items to their detail groups.
extension Simulation {
  mutating func update(_ body: RequestBody, now: Instant) throws(SandboxRefusal)
    -> SimulatedResponse
  {
    let update = try SimulatedUpdate(body.object("param"))
    if let code = faults.failUsers[update.user] { throw .user(code) }
    if faults.rejects(update.user, at: .update) { throw .badParameter }
    guard let before = company.employee(update.user), !before.hasLeft else { throw .systemError }
    var writer = RosterWriter(before, in: company, quirks: quirks)
    var refused: SandboxRefusal?
    for group in update.groups {
      do throws(SandboxRefusal) { try writer.write(group) } catch {
        refused = error
        break
      }
    }
    if let refused {
      guard quirks.groupsAtomic == .no else { throw refused }
      let isApplied = store(writer.employee, instead: before, now: now)
      var response = SimulatedResponse.refusal(refused, requestID: requestID())
      response.isApplied = isApplied
      return response
    }
    let isApplied = store(writer.employee, instead: before, now: now)
    var response = success(.bool(true), isApplied: isApplied)
    // The documented response of this call has all of its members, whatever reads leave out.
    response.body = written
    return response
  }

  private var written: [UInt8] {
    let body: JSON = [
      "result": true,
      "success": true,
      "errcode": 0,
      "errmsg": "ok",
      "request_id": .string(requestID()),
    ]
    return body.bytes
  }

  /// Stores the result of an update of an employee; returns whether it changed anything.
  private mutating func store(
    _ after: Employee,
    instead before: Employee,
    now: Instant
  ) -> Bool {
    guard after.sheets != before.sheets else { return false }
    watchCompany(now: now)
    company.replace(after)
    if quirks.streamEcho == .no { stream.overlook(after.number, in: company) }
    if quirks.readLag > 0 {
      let until = now + .seconds(quirks.readLag)
      lagging[after.userid, default: []].append(Lagging(until: until, before: before))
    }
    return true
  }
}
